import { basename } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { Fault } from '../errors.ts'
import { inTransaction } from '../ledger/copy.ts'
import { csvRows } from '../ledger/csv.ts'
import { isCompressed, openFile } from '../ledger/file.ts'
import { attributeValue, type Mapping } from '../ledger/mapping.ts'
import { loadMapping } from '../ledger/mapping-file.ts'
import { visible } from '../ledger/value.ts'

export interface PeopleSummary {
  readonly file: string
  readonly rowsRead: number
  readonly people: number
  readonly rejections: readonly { readonly line: number; readonly reason: string }[]
}

/**
 * Loads a CSV of people: email, name, role (admin or member; member where it is empty), teams (separated by semicolons, spelled like
 * the team tags of spend), leads (the teams that they lead, which are theirs by that). Each person in the file takes the place of what
 * was known of them; others stay as they are.
 */
export async function importPeople(
  pool: pg.Pool,
  file: string,
  mapping: Mapping = loadMapping(),
): Promise<PeopleSummary> {
  const rejections: { line: number; reason: string }[] = []
  const people = new Map<string, Person & { readonly line: number }>()
  let rowsRead = 0
  for await (const batch of csvRows(openFile(file, isCompressed(file)).bytes, visible(basename(file)), (header) =>
    select(file, header),
  )) {
    batch.rows.forEach((fields, index) => {
      rowsRead += 1
      const line = batch.line(index)
      const person = readPerson(fields, mapping)
      if (typeof person === 'string') {
        rejections.push({ line, reason: person })
        return
      }
      const first = people.get(person.email)
      if (first) rejections.push({ line, reason: `${person.email} is in line ${first.line} already` })
      else people.set(person.email, { ...person, line })
    })
  }
  await store(pool, [...people.values()])
  return { file, rowsRead, people: people.size, rejections }
}

interface Person {
  readonly email: string
  readonly name: string
  readonly role: 'admin' | 'member'
  readonly teams: readonly string[]
  readonly leads: readonly string[]
}

const COLUMNS = ['email', 'name', 'role', 'teams', 'leads'] as const

function select(file: string, header: readonly string[]): readonly number[] {
  const names = header.map((name) => name.toLowerCase())
  if (!names.includes('email')) {
    throw new Fault(
      `${visible(basename(file))} has no column email.`,
      `Nothing was loaded. The columns are: ${COLUMNS.join(', ')}.`,
    )
  }
  return COLUMNS.map((column) => names.indexOf(column))
}

const PERSON = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'is missing')
    .max(320, 'is too long')
    .pipe(z.email('is not an email address')),
  name: z.string().trim().max(200, 'is longer than 200 characters'),
  role: z
    .string()
    .trim()
    .toLowerCase()
    .transform((role) => role || 'member')
    .pipe(z.enum(['admin', 'member'], 'is neither admin nor member')),
  teams: z.string().max(10_000, 'is too long'),
  leads: z.string().max(10_000, 'is too long'),
})

function readPerson(fields: readonly string[] | string, mapping: Mapping): Person | string {
  if (typeof fields === 'string') return fields
  if (fields.some((field) => field.includes('\0'))) return 'the row holds a NUL character'
  const [email, name, role, teams, leads] = fields
  const { success, data, error } = PERSON.safeParse({ email, name, role, teams, leads })
  if (!success) return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
  const spelled = (teams: string) => teams.split(';').flatMap((team) => attributeValue(mapping, 'team', team) ?? [])
  const led = [...new Set(spelled(data.leads))]
  return {
    email: data.email,
    name: data.name || data.email,
    role: data.role,
    teams: [...new Set([...spelled(data.teams), ...led])],
    leads: led,
  }
}

async function store(pool: pg.Pool, people: readonly Person[]): Promise<void> {
  const emails = people.map(({ email }) => email)
  const teams = people.flatMap(({ email, teams, leads }) =>
    teams.map((team) => ({ email, team, leads: leads.includes(team) })),
  )
  await inTransaction(pool, async (client) => {
    await client.query(
      `insert into tally.person (email, display_name, role)
      select * from unnest($1::text[], $2::text[], $3::text[]) order by 1
      on conflict (email) do update set display_name = excluded.display_name, role = excluded.role, updated_at = now()`,
      [emails, people.map(({ name }) => name), people.map(({ role }) => role)],
    )
    await client.query('delete from tally.person_team where email = any($1)', [emails])
    await client.query(
      'insert into tally.person_team (email, team, leads) select * from unnest($1::text[], $2::text[], $3::boolean[])',
      [teams.map(({ email }) => email), teams.map(({ team }) => team), teams.map(({ leads }) => leads)],
    )
  })
}
