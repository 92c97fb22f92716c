import { loadDemo } from '../demo/load.ts'
import { removeDemo } from '../demo/stand.ts'
import { Fault } from '../errors.ts'
import { count } from './count.ts'
import { progress } from './progress.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface DemoCommandOptions {
  readonly asOf?: string
  readonly seed?: number
  readonly months?: number
  readonly folder?: string
  readonly overwrite?: boolean
  readonly remove?: boolean
  readonly json?: boolean
}

/** Makes the demo company anew, up to today or to another day. */
export async function demo(options: DemoCommandOptions, terminal: Terminal): Promise<void> {
  const { overwrite, folder, seed, months, asOf } = options
  if (asOf !== undefined && !/^\d{4}-\d\d-\d\d$/.test(asOf))
    throw new Fault(`--as-of ${asOf} is not a day.`, 'Write it like 2026-11-23.')
  await withMigrated(terminal, async ({ own }) => {
    if (options.remove) {
      await removeDemo(own)
      terminal.say('The demo company is gone. Load your own spend: npx tally import focus FILE --source NAME')
      return
    }
    const bar = progress(terminal, 'Demo company')
    const { chargeRows, restatements, ...more } = await loadDemo({
      connection: own,
      asOf: asOf ?? terminal.now().toISOString().slice(0, 10),
      // A past day is told as it stood at its end.
      now: asOf === undefined ? terminal.now() : endOf(asOf, terminal.now()),
      onProgress: ({ step, done, of }) => bar.update(done, of, step),
      ...(overwrite === undefined ? {} : { overwrite }),
      ...(folder === undefined ? {} : { folder }),
      ...(seed === undefined ? {} : { seed }),
      ...(months === undefined ? {} : { months }),
    }).finally(() => bar.stop())
    terminal.say(
      options.json
        ? JSON.stringify({ chargeRows, restatements, ...more })
        : `The demo company is there: ${count(chargeRows, 'charge row')}. Ask: npx tally ask "team search GPU cost this week"`,
    )
  })
}

const endOf = (day: string, now: Date) => new Date(Math.min(Date.parse(`${day}T23:59:59Z`), now.getTime()))
