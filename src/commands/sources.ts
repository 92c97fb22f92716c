import { type Block, plain, type Table } from '../cards/card.ts'
import { shortDay } from '../cards/format.ts'
import { terminal as terminalText } from '../cards/terminal.ts'
import { closePeriod } from '../ledger/completeness.ts'
import { type SourceState, sources as sourcesOf } from '../ledger/sources.ts'
import { count } from './count.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export async function sources(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const states = await sourcesOf(own.db, terminal.now())
    if (options.json) return terminal.say(JSON.stringify(states, null, 2))
    if (states.length === 0)
      return terminal.say('Nothing was loaded yet. Load a file: npx tally import focus FILE --source NAME')
    terminal.say(terminalText({ blocks: [table(states), ...notes(states)] }, terminal).trimEnd())
  })
}

export async function closeSource(name: string, month: string, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    await closePeriod(own.db, name, month, terminal.now())
    terminal.say(`${name}: ${month} is closed; its days wait for nothing more.`)
  })
}

function table(states: readonly SourceState[]): Table {
  const left = (title: string) => ({ title, align: 'left' as const })
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    kind: 'table',
    caption: 'What was loaded, by source',
    columns: [
      ...[left('Source'), right('Rows'), left('First day'), left('Last day')],
      ...[right('Closed'), right('Complete'), right('Provisional'), left('Loaded (UTC)')],
    ],
    rows: states.map((state) =>
      [
        state.sourceName,
        state.rows.toLocaleString('en'),
        state.firstDay ?? '',
        state.lastDay ?? '',
        ...[state.days.closed, state.days.complete, state.days.provisional].map(String),
        minute(state.lastLoadedAt),
      ].map((text) => ({ text })),
    ),
  }
}

const minute = (at: Date | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' '))

/** What a person should know of a source beyond its figures. */
function notes(states: readonly SourceState[]): readonly Block[] {
  const lines = states.flatMap((state) => {
    const { sourceName, kind, provisionalDays, days, restatedDays, lastRestatedAt, rowsRejected, rowsSuspect } = state
    const more = days.provisional > provisionalDays.length ? ', …' : ''
    const waits = `waits for ${provisionalDays.map(shortDay).join(', ')}${more}`
    return [
      ...(kind === 'meter' ? ['is a meter: it estimates what a bill says too, and is never part of a total'] : []),
      ...(days.provisional > 0 ? [waits] : []),
      ...(restatedDays > 0 && lastRestatedAt !== null
        ? [
            `restated ${count(restatedDays, 'day')}, last on ${shortDay(new Date(lastRestatedAt).toISOString().slice(0, 10))}`,
          ]
        : []),
      ...(rowsRejected > 0
        ? [`had ${count(rowsRejected, 'row')} rejected in its newest load; see ledger.rejected_row`]
        : []),
      ...(state.effectiveFrom === 'billed' ? ['takes its billed cost as effective cost'] : []),
      ...(rowsSuspect > 0 && state.effectiveFrom === 'effective'
        ? [
            `billed ${count(rowsSuspect, 'charge')} at an effective cost of zero; see npx tally import focus --help, --effective`,
          ]
        : []),
    ].map((words) => `${sourceName} ${words}.`)
  })
  return lines.length === 0 ? [] : [{ kind: 'text', text: [plain(lines.join('\n'))] }]
}
