import { randomUUID } from 'node:crypto'
import { terminal as terminalText } from '../cards/terminal.ts'
import { Fault } from '../errors.ts'
import { findPerson } from '../people/store.ts'
import { ask as askQuestion } from '../spend/ask.ts'
import { outcomeCard } from '../spend/card.ts'
import { asking } from '../spend/deps.ts'
import { modelFallback } from '../spend/fallback/model.ts'
import { outcomeJson } from '../spend/json.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface AskOptions {
  readonly as?: string
  readonly now?: string
  readonly timezone?: string
  readonly json?: boolean
}

/** The same engine as the chat. A question that is asked back or refused is no failure of the command: the reply says why. */
export async function ask(words: readonly string[], options: AskOptions, terminal: Terminal): Promise<void> {
  const now = options.now === undefined ? terminal.now() : readInstant(options.now)
  if (options.timezone !== undefined) checkTimezone(options.timezone)
  await withMigrated(terminal, async (database, config) => {
    const email = options.as?.trim().toLowerCase()
    if (email === undefined && config.visibility === 'own-teams')
      throw new Fault(
        'Everyone sees only their own teams here, and nobody is asking.',
        'Say who asks: npx tally ask --as you@example.com "…"',
      )
    const person = await findPerson(database.own.db, email)
    if (email !== undefined && person === undefined && config.visibility === 'own-teams')
      throw new Fault(`Nobody here is called ${email}.`, 'Add them: npx tally import people FILE')
    const deps = asking({
      own: database.own.db,
      spend: database.spend.db,
      visibility: config.visibility,
      now: () => now,
      onError: (error) => terminal.warn(`Warning: the answer could not be kept: ${String(error)}`),
      fallback:
        config.model &&
        modelFallback({
          ...config.model,
          onError: (error) => terminal.warn(`Warning: the model is of no help: ${String(error)}`),
        }),
    })
    const outcome = await askQuestion(deps, {
      text: words.join(' '),
      requestId: randomUUID(),
      asker: { key: email ?? 'command line', email, person },
      timezone: options.timezone ?? config.timezone,
      now,
    })
    await deps.later.drained()
    terminal.say(
      options.json
        ? JSON.stringify(outcomeJson(outcome), null, 2)
        : terminalText(outcomeCard(outcome), terminal).trimEnd(),
    )
  })
}

function readInstant(text: string): Date {
  const instant = new Date(text)
  // A time without a zone would mean another moment on every machine.
  if (Number.isNaN(instant.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/i.test(text))
    throw new Fault(`--now ${text} is no instant.`, 'Write it with a zone: --now 2026-11-23T10:00:00Z')
  return instant
}

function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch (cause) {
    throw new Fault(`--timezone ${timezone} is no time zone.`, 'Write it by its IANA name: --timezone Europe/Berlin', {
      cause,
    })
  }
}
