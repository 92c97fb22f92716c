import type { Table } from '../cards/card.ts'
import { day } from '../cards/format.ts'
import { terminal as terminalText } from '../cards/terminal.ts'
import { Fault } from '../errors.ts'
import { asking } from '../spend/deps.ts'
import { DIMENSIONS, type Dimension } from '../spend/question.ts'
import { keepAlias, says, whyNot } from '../spend/teach.ts'
import { dimensionWord } from '../spend/words.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

/** The installation's own words for names, and which of them are not read, with the reason. */
export async function listAliases(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own, spend }, { visibility }) => {
    const taught = await own.db.selectFrom('tally.alias').selectAll().orderBy('alias').orderBy('dimension').execute()
    const { index } = await asking({
      own: own.db,
      spend: spend.db,
      visibility,
      now: terminal.now,
      onError: (error) => terminal.warn(String(error)),
    }).names({ kind: 'everything' })
    const aliases = taught.map(({ alias, dimension, value, taught_by, taught_at }) => ({
      alias,
      dimension,
      value,
      taughtBy: taught_by,
      taughtAt: taught_at,
      unread: index.rejected.find((reason) => reason.startsWith(`alias "${alias}" of ${dimension} ${value} `)) ?? null,
    }))
    if (options.json) return terminal.say(JSON.stringify(aliases, null, 2))
    if (aliases.length === 0)
      return terminal.say('No alias yet. Teach one: npx tally alias add prod2 environment production')
    const left = (title: string) => ({ title, align: 'left' as const })
    const table: Table = {
      kind: 'table',
      caption: 'Aliases',
      columns: [left('Written'), left('Means'), left('Taught by'), left('On')],
      rows: aliases.map(({ alias, dimension, value, taughtBy, taughtAt }) =>
        [
          alias,
          `${wordOf(dimension)} ${value}`,
          taughtBy ?? '',
          taughtAt === null ? '' : day(new Date(taughtAt).toISOString().slice(0, 10)),
        ].map((text) => ({ text })),
      ),
    }
    terminal.say(terminalText({ blocks: [table] }, terminal).trimEnd())
    for (const { unread } of aliases) if (unread !== null) terminal.warn(`Not read: ${unread}.`)
  })
}

export async function addAlias(
  alias: string,
  dimension: string,
  value: string,
  options: { readonly as?: string },
  terminal: Terminal,
): Promise<void> {
  await withMigrated(terminal, async ({ own, spend }, { visibility }) => {
    const deps = asking({
      own: own.db,
      spend: spend.db,
      visibility,
      now: terminal.now,
      onError: (error) => terminal.warn(String(error)),
    })
    const taught = { alias: alias.trim(), dimension: readDimension(dimension), value }
    const why = await whyNot(deps, taught)
    if (why !== undefined)
      throw new Fault(`This cannot be kept: ${why}`, 'Choose another word, or write the name as it is in the data.')
    await keepAlias(deps, taught, options.as ?? 'command line')
    terminal.say(`${says(taught)}.`)
  })
}

export async function removeAlias(alias: string, dimension: string | undefined, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const written = alias.trim().toLowerCase()
    let query = own.db.deleteFrom('tally.alias').where('alias', '=', written)
    if (dimension !== undefined) query = query.where('dimension', '=', readDimension(dimension))
    const gone = await query.returning(['dimension', 'value']).execute()
    if (gone.length === 0) throw new Fault(`Nobody taught me “${written}”.`, 'See what there is: npx tally alias list')
    for (const each of gone) terminal.say(`“${written}” no longer means ${wordOf(each.dimension)} ${each.value}.`)
  })
}

const dimensionOf = (text: string): Dimension | undefined =>
  DIMENSIONS.find((known) => known === text.replaceAll(' ', '_') || dimensionWord(known) === text)

const wordOf = (kept: string): string => {
  const known = dimensionOf(kept)
  return known === undefined ? kept : dimensionWord(known)
}

function readDimension(text: string): Dimension {
  const known = dimensionOf(text.trim().toLowerCase())
  if (known !== undefined) return known
  throw new Fault(`“${text}” is nothing that spend is told apart by.`, `Write one of: ${DIMENSIONS.join(', ')}`)
}
