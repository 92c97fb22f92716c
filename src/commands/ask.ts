import { randomUUID } from 'node:crypto'
import { terminal as terminalText } from '../cards/terminal.ts'
import { Fault } from '../errors.ts'
import { loadRules } from '../nudges/rules-file.ts'
import { findPerson } from '../people/store.ts'
import { ask as askQuestion, type Outcome } from '../spend/ask.ts'
import { outcomeCard } from '../spend/card.ts'
import { toCsv } from '../spend/csv.ts'
import { asking } from '../spend/deps.ts'
import { MOST_ROWS } from '../spend/download.ts'
import { modelFallback } from '../spend/fallback/model.ts'
import { outcomeJson } from '../spend/json.ts'
import { sheetOf } from '../spend/sheet.ts'
import { freshnessWords } from '../spend/words.ts'
import { withMigrated } from './session.ts'
import { Failed, type Terminal } from './terminal.ts'

export interface AskOptions {
  readonly as?: string
  readonly now?: string
  readonly timezone?: string
  readonly json?: boolean
  readonly csv?: boolean
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
      idleRules: loadRules(config.rulesFile).idle,
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
      most: options.csv ? MOST_ROWS : undefined,
    })
    await deps.later.drained()
    if (options.csv) return sayCsv(outcome, terminal)
    terminal.say(
      options.json
        ? JSON.stringify(outcomeJson(outcome), null, 2)
        : terminalText(outcomeCard(outcome), terminal).trimEnd(),
    )
  })
}

/** Only figures go to stdout: what is no answer is told on stderr, as is how the question was read. */
function sayCsv(outcome: Outcome, terminal: Terminal): void {
  if (outcome.kind !== 'answer') {
    terminal.warn(terminalText(outcomeCard(outcome), terminal).trimEnd())
    throw new Failed()
  }
  const { answer } = outcome
  terminal.warn(answer.sentence)
  if (answer.freshness !== null) terminal.warn(freshnessWords(answer.freshness))
  // `say` ends the line that CRLF ends.
  terminal.say(toCsv(sheetOf(answer)).slice(0, -1))
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
