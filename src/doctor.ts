import { type Kysely, sql } from 'kysely'
import { ADMINS_REMEDY } from './alerts/tell-admins.ts'
import type { Config } from './config.ts'
import { pendingMigrations } from './db/migrate.ts'
import { type OpenDatabase, withoutPassword } from './db/open.ts'
import type { Database } from './db/schema.ts'
import { attempt, type Finding, fine, problem } from './doctor/finding.ts'
import { isConfirmed } from './nudges/confirmed.ts'
import { isTooLow, precisionByRule } from './nudges/precision.ts'
import { adminAccounts, adminsWithoutAccount } from './people/accounts.ts'

const OLDEST_NODE = [20, 19] as const

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return ok
    ? { what: 'Node', ok, told: version }
    : { what: 'Node', ok, told: `${version} is too old`, remedy: `Install Node ${OLDEST_NODE.join('.')} or newer.` }
}

/** The server behind both connections, the migrations, and the views that are read. */
export async function checkDatabase(
  database: OpenDatabase,
  config: Config,
  now: () => Date,
): Promise<readonly Finding[]> {
  const where =
    config.databaseUrl === undefined ? `embedded, in ${database.embedded?.data}` : withoutPassword(config.databaseUrl)
  const server = await attempt('Database', `Check that ${where} is up and that its user may connect.`, async () => {
    const { version, encoding } = await serverOf(database.own.db)
    const told = `PostgreSQL ${version}, ${encoding}, ${where}`
    if (Number.parseInt(version, 10) < 15)
      return problem('Database', `PostgreSQL ${version} is too old`, 'Use PostgreSQL 15 or newer.')
    if (encoding !== 'UTF8')
      return problem('Database', told, 'Names need UTF-8: create a database with encoding UTF8 and use that one.')
    return fine('Database', told)
  })
  if (!server.ok) return [server]
  return [
    server,
    await attempt('Migrations', 'See the error, then run: npx tally migrate', async () => {
      const pending = await pendingMigrations(database.own.db as never)
      return pending.length === 0
        ? fine('Migrations', 'all ran')
        : problem('Migrations', `${pending.join(', ')} did not run yet`, 'Run: npx tally migrate')
    }),
    await attempt('Spend views', 'Check SPEND_DATABASE_URL, and that its user may read the schema spend.', async () =>
      viewsFinding(await viewsOf(database.spend.db), config),
    ),
    await attempt('Digests', 'See the error, then run: npx tally migrate', () => checkDigests(database.own.db)),
    await attempt('Nudges', 'See the error, then run: npx tally migrate', () => checkNudges(database.own.db, now())),
  ]
}

/** What does not arrive, and whether there is somebody to tell of it. */
export async function checkDigests(db: Kysely<Database>): Promise<Finding> {
  const { rows } = await sql<{ active: number; broken: string[]; held: number; dead: number }>`select
    (select count(*)::int from tally.subscription where status = 'active') as active,
    array(select subscription_id from tally.subscription where status = 'broken' order by 1) as broken,
    (select count(*)::int from tally.outbox where status = 'held') as held,
    (select count(*)::int from tally.outbox where status = 'dead' and created_at > now() - interval '7 days') as dead`.execute(
    db,
  )
  const { active = 0, broken = [], held = 0, dead = 0 } = rows[0] ?? {}
  const [admins, silent] = [await adminAccounts(db), await adminsWithoutAccount(db)]
  const told = [
    `${active} active`,
    ...(broken.length === 0 ? [] : [`${broken.length} broken (${broken.slice(0, MOST_NAMED).join(', ')})`]),
    ...(held === 0 ? [] : [`${counted(held, 'message')} held for places that take none`]),
    ...(dead === 0 ? [] : [`${counted(dead, 'message')} given up in seven days`]),
    admins.length === 0
      ? 'no administrator whom I can write to'
      : `faults are told to ${counted(admins.length, 'administrator')}`,
    ...(silent.length === 0 ? [] : [`never seen in a chat: ${silent.slice(0, MOST_NAMED).join(', ')}`]),
  ].join('; ')
  if (broken.length + held > 0)
    return problem('Digests', told, 'See why: npx tally digest list. Mend the channel, then resume the digest.')
  if (dead > 0) return problem('Digests', told, 'The log says why each was refused, at level warn and error.')
  if (active > 0 && admins.length === 0) return problem('Digests', told, ADMINS_REMEDY)
  return fine('Digests', told)
}

/** Whether anybody is told, whom nobody can tell, and which rules are wrong too often. */
export async function checkNudges(db: Kysely<Database>, now: Date): Promise<Finding> {
  const { rows } = await sql<{ open: number; unreachable: string[] }>`
    with open as (select owner_email from tally.nudge where state_kind in ('open', 'acknowledged'))
    select (select count(*)::int from open) as open,
      array(select distinct owner_email from open o
        where not exists (select from tally.account a where a.email = o.owner_email) order by 1) as unreachable`.execute(
    db,
  )
  const { open = 0, unreachable = [] } = rows[0] ?? {}
  const [confirmed, rules] = [await isConfirmed(db), await precisionByRule(db, now)]
  const low = rules.filter(isTooLow).map(({ rule, precision }) => `${rule} (${Math.floor((precision ?? 0) * 100)} %)`)
  const told = [
    counted(open, 'open nudge'),
    ...(confirmed ? [] : ['nobody is told until an administrator confirms']),
    ...(unreachable.length === 0
      ? []
      : [`owners never seen in a chat: ${unreachable.slice(0, MOST_NAMED).join(', ')}`]),
    ...(low.length === 0 ? [] : [`rules that are often wrong: ${low.join(', ')}`]),
  ].join('; ')
  if (!confirmed && open > 0)
    return problem('Nudges', told, 'Look: npx tally nudge run --dry-run. Then: npx tally nudge confirm --as EMAIL')
  if (unreachable.length > 0)
    return problem('Nudges', told, 'Have them write to Tally once, or correct the owner tags of their resources.')
  if (low.length > 0)
    return problem('Nudges', told, 'Widen these rules: what is in force is told by npx tally nudge rules')
  return fine('Nudges', told)
}
const MOST_NAMED = 5
const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

// The bot answers from `daily` alone; each of the others adds something.
const VIEWS: Readonly<Record<string, string>> = {
  daily: 'every answer',
  daily_model: 'speed on large ledgers',
  daily_area: 'speed on large ledgers',
  name: 'knowing names at once',
  day_status: 'how fresh the data is',
  units: 'cost per request, document, image',
  resource_hour: 'idle resources',
  training_run: 'training runs',
  quality: 'the right model',
  business_value: 'value',
  budget: 'budgets',
  meter_daily: 'estimates of gateways',
  restatement: 'which reported days moved',
}

function viewsFinding(present: ReadonlySet<string>, config: Config): Finding {
  const missing = Object.keys(VIEWS).filter((view) => !present.has(view))
  if (missing.includes('daily'))
    return problem(
      'Spend views',
      'spend.daily is missing, so nothing can be answered',
      config.spendDatabaseUrl === undefined
        ? 'Run: npx tally migrate'
        : 'Make the views of docs/spend-contract.md there, and let the user of SPEND_DATABASE_URL read them.',
    )
  return fine(
    'Spend views',
    missing.length === 0
      ? `all ${Object.keys(VIEWS).length} there`
      : `spend.daily is there; without ${missing.map((view) => `spend.${view} (${VIEWS[view]})`).join(', ')}`,
  )
}

async function serverOf(db: Kysely<Database>) {
  const { rows } = await sql<{ version: string; encoding: string }>`
    select current_setting('server_version') as version, current_setting('server_encoding') as encoding`.execute(db)
  return rows[0] ?? { version: '0', encoding: '' }
}

async function viewsOf(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'spend' and c.relkind in ('v', 'm', 'r', 'p', 'f') and has_table_privilege(c.oid, 'select')`.execute(
    db,
  )
  return new Set(rows.map(({ name }) => name))
}
