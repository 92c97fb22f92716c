import { type Kysely, sql } from 'kysely'
import { addDays, type CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { type Sight, sightKey } from '../people/sight.ts'
import { DIMENSIONS, type Dimension } from './question.ts'
import { bounded } from './recent.ts'
import { type Catalogue, type NameIndex, nameIndex } from './understanding/name-index.ts'
import { columnOf } from './views.ts'

// The words of `spend.name` for what a question calls otherwise.
const DIMENSION_OF: Readonly<Record<string, Dimension>> = {
  service_name: 'service',
  service_provider_name: 'provider',
  region_id: 'region',
  resource_class: 'resource',
  instance_type: 'resource',
  resource_name: 'resource',
  resource_id: 'resource',
  ...Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, dimension])),
}

export type Aliases = readonly { readonly dimension: string; readonly alias: string; readonly value: string }[]

/** The names that this sight holds, and the installation's own words for them. What is not seen is not in it. */
export async function readCatalogue(
  spend: Kysely<Database>,
  sight: Sight,
  setting: { readonly views: ReadonlySet<string>; readonly aliases: Aliases; readonly newestDay: CivilDate },
): Promise<Catalogue> {
  const found = setting.views.has('spend.name')
    ? await listedNames(spend, sight)
    : await usedNames(spend, sight, setting.newestDay)
  const values = new Map<Dimension, Set<string>>()
  const add = (dimension: Dimension, value: string) => {
    const known = values.get(dimension)
    if (known === undefined) values.set(dimension, new Set([value]))
    else known.add(value)
  }
  // A team without any spend is still a team: its people get "no data", not "unknown".
  if (sight.kind === 'teams') for (const team of sight.teams) add('team', team)
  for (const row of found) {
    const dimension = DIMENSION_OF[row.dimension]
    if (dimension !== undefined) add(dimension, row.value)
  }
  const aliases: Partial<Record<Dimension, Record<string, string>>> = {}
  for (const { dimension: name, alias, value } of setting.aliases) {
    const dimension = DIMENSION_OF[name]
    if (dimension === undefined || !values.get(dimension)?.has(value)) continue
    const known = aliases[dimension] ?? {}
    known[alias] = value
    aliases[dimension] = known
  }
  return {
    values: Object.fromEntries([...values].map(([dimension, names]) => [dimension, [...names].sort()])),
    aliases,
  }
}

interface Name {
  readonly dimension: string
  readonly value: string
}

async function listedNames(spend: Kysely<Database>, sight: Sight): Promise<readonly Name[]> {
  const seen = sight.kind === 'teams' ? sql`team in (${sql.join(sight.teams)})` : sql`true`
  const { rows } = await sql<Name>`
    select distinct dimension, value from spend.name where ${seen}
    union select distinct 'team', team from spend.name where team is not null and ${seen}`.execute(spend)
  return rows
}

const LOOK_BACK_DAYS = 62
const MOST_NAMES = 20_000

/** For a warehouse without `spend.name`: what stands in the newest two months. */
async function usedNames(spend: Kysely<Database>, sight: Sight, newestDay: CivilDate): Promise<readonly Name[]> {
  const seen = sight.kind === 'teams' ? sql`team in (${sql.join(sight.teams)})` : sql`true`
  const since = addDays(newestDay, -LOOK_BACK_DAYS)
  const columns = DIMENSIONS.flatMap((dimension) =>
    (dimension === 'resource' ? ['resource_class', 'instance_type', 'resource_name'] : [columnOf(dimension)]).map(
      (column) => ({ dimension, column }),
    ),
  )
  const parts = columns.map(
    ({
      dimension,
      column,
    }) => sql`(select distinct ${sql.lit(dimension)} as dimension, ${sql.ref(column)} as value from spend.daily
      where day > ${since} and ${sql.ref(column)} is not null and ${seen} limit ${sql.lit(MOST_NAMES)})`,
  )
  const { rows } = await sql<Name>`${sql.join(parts, sql` union all `)}`.execute(spend)
  return rows
}

/** The names of one sight, ready for reading and for checking. */
export interface KnownNames {
  readonly index: NameIndex
  /** Nothing was loaded yet, or nothing of what this sight holds. */
  readonly empty: boolean
  has(dimension: Dimension, value: string): boolean
}

export interface NameCache {
  /** `version` changes when anything was loaded or an alias was taught. */
  for(sight: Sight, version: string, read: () => Promise<Catalogue>): Promise<KnownNames>
}

// One entry per distinct set of teams; an index of 10,000 names takes a few megabytes.
const MOST_SIGHTS = 50

/** Indexes are built once for all who see the same. */
export function nameCache(): NameCache {
  const kept = bounded<string, { readonly version: string; readonly names: Promise<KnownNames> }>(MOST_SIGHTS)
  return {
    for(sight, version, read) {
      const key = sightKey(sight)
      const known = kept.get(key)
      if (known?.version === version) return known.names
      const names = read().then(knownNames)
      kept.set(key, { version, names })
      // What failed is not kept: the next asker reads anew.
      names.catch(() => kept.set(key, { version: '', names }))
      return names
    },
  }
}

function knownNames(catalogue: Catalogue): KnownNames {
  const sets = new Map(Object.entries(catalogue.values).map(([dimension, values]) => [dimension, new Set(values)]))
  return {
    index: nameIndex(catalogue),
    empty: sets.size === 0,
    has: (dimension, value) => sets.get(dimension)?.has(value) ?? false,
  }
}
