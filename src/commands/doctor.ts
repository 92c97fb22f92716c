import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { checkHeard, checkMsteams, checkSlack } from '../doctor/chats.ts'
import { attempt, type Finding } from '../doctor/finding.ts'
import { checkDatabase, checkNode } from '../doctor.ts'
import { Fault } from '../errors.ts'
import { Failed, type Terminal } from './terminal.ts'

/** Looks at everything, also where something before it is not well; fails where anything is not. */
export async function doctor(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  const findings: Finding[] = []
  const find = (...found: readonly Finding[]) => {
    findings.push(...found)
    if (!options.json) for (const finding of found) terminal.say(line(finding))
  }

  find(checkNode(process.version))
  await look(terminal, find).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error
    find({ what: 'Start', ok: false, told: error.message, remedy: error.remedy })
  })

  if (options.json) terminal.say(JSON.stringify(findings))
  if (findings.some(({ ok }) => !ok)) throw new Failed()
}

async function look(terminal: Terminal, find: (...found: readonly Finding[]) => void): Promise<void> {
  const config = readConfig(terminal.env)
  find({ what: 'Configuration', ok: true, told: 'no contradictions' })
  find(await checkSlack(config, terminal.now))
  find(await checkMsteams(config))
  const database = await openDatabase(config)
  try {
    // Every command migrates the embedded one before it uses it.
    if (database.embedded !== undefined) await migrate(database.own.db as never)
    find(...(await checkDatabase(database, config, terminal.now)))
    if (config.msteams?.app !== undefined)
      find(
        await attempt('Teams heard', 'See the error, then run: npx tally migrate', () => checkHeard(database.own.db)),
      )
  } finally {
    await database.close()
  }
}

const line = ({ what, ok, told, remedy }: Finding) =>
  `${ok ? 'ok     ' : 'PROBLEM'}  ${what.padEnd(15)}  ${told}${remedy === undefined ? '' : `\n${' '.repeat(26)}→ ${remedy}`}`
