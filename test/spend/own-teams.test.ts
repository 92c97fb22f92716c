import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../src/cards/plain-text.ts'
import type { Database } from '../../src/db/schema.ts'
import type { Person } from '../../src/people/person.ts'
import { answerQuestion, type Outcome } from '../../src/spend/ask.ts'
import { outcomeCard } from '../../src/spend/card.ts'
import { toCsv } from '../../src/spend/csv.ts'
import { type AskDeps, asking } from '../../src/spend/deps.ts'
import { outcomeJson } from '../../src/spend/json.ts'
import { press } from '../../src/spend/press.ts'
import type { Dimension, Question, Scope } from '../../src/spend/question.ts'
import { sheetOf } from '../../src/spend/sheet.ts'
import { idOf } from '../../src/spend/store.ts'
import { testDatabase } from '../database.ts'
import { beside, company } from './company.ts'
import { KINDS, NOVEMBER } from './every-kind.ts'
import { asked, type Fact, loadFacts } from './facts.ts'
import { hoursBefore, loadHours, QUIET } from './kinds/telemetry.ts'

// Who sees own teams only is told the same whether or not other teams have data: every kind of question is asked of two companies
// that differ in nothing but what others spent, under names and with figures that nobody could miss.

const ana: Person = { email: 'ana@example.com', displayName: 'Ana', role: 'member', teams: ['vision'] }
const root: Person = { email: 'root@example.com', displayName: 'Root', role: 'admin', teams: [] }
const NOON = new Date('2026-11-23T12:00:00Z')
const LAST = '2026-11-22'
const STRIKING = /sphinx|424242/i

const alone = await testDatabase()
const among = await testDatabase()

async function shared(db: Kysely<Database>, more: readonly Fact[]): Promise<void> {
  await loadFacts(db, [...company('vision', 'lens', 1), ...more])
  await beside(db, 'vision', 'lens', 1)
  const quiet = hoursBefore(NOON, 24 * 40)
  await loadHours(db, { 'gpu-lens': quiet.map((hour) => ({ ...hour, ...QUIET })) })
}

beforeAll(async () => {
  await shared(alone.db, [])
  await shared(among.db, [...company('sphinx', 'sphinx', 424242), ...company(null, 'sphinx-lost', 424242)])
  await beside(among.db, 'sphinx', 'sphinx', 424242)
  await sql`insert into ledger.resource_hour select 'sphinx', 'gpu-sphinx', hour, gpu_util_avg, gpu_util_max, gpu_mem_used_pct_max, cpu_util_max,
    requests, active_sessions, last_activity_at, samples, samples_expected from ledger.resource_hour`.execute(among.db)
  await sql`insert into ledger.budget (scope_dimension, scope_value, month, budget_amount, billing_currency)
    values ('total', 'total', '2026-11-01', 4242420, 'USD')`.execute(among.db)
  await sql`insert into tally.forecast_snapshot select made_on, 'total', 'total', period_start, period_end, billing_currency, method,
    complete_through, forecast_amount from tally.forecast_snapshot where scope_value = 'sphinx'`.execute(among.db)
  const [batch] = await among.db
    .insertInto('ledger.load_batch')
    .values({ source_name: 'aws-focus', status: 'loaded', files: '[]', rows_read: 1, rows_rejected: 0, last_day: LAST })
    .returning('batch_id')
    .execute()
  await among.db
    .insertInto('ledger.restatement')
    .values({
      source_name: 'aws-focus',
      day: '2026-11-10',
      billing_currency: 'USD',
      batch_id: batch?.batch_id ?? '',
      old_effective_cost: '1',
      new_effective_cost: '424242',
      old_billed_cost: '1',
      new_billed_cost: '424242',
    })
    .execute()
}, 60_000)

const GROUPS: readonly (readonly Dimension[])[] = [
  [],
  ['team'],
  ['project'],
  ['model_name'],
  ['cost_center'],
  ['product'],
  ['service'],
  ['resource'],
  ['team', 'owner'],
]
const SCOPES: readonly Scope[] = [
  { team: ['vision'] },
  { project: ['shared'] },
  { model_name: ['gpt-5'] },
  { resource: ['gpu'] },
  { team: ['(none)'] },
  { project: ['sphinx'] },
  { team: ['vision', 'sphinx'] },
]

const questions = (kind: Partial<Question>): readonly Question[] => [
  ...GROUPS.map((groupBy) => asked({ period: NOVEMBER, ...kind, groupBy })),
  ...SCOPES.map((filters) => asked({ period: NOVEMBER, ...kind, filters })),
  asked({ period: NOVEMBER, ...kind, filters: { project: ['shared'] }, groupBy: ['team'] }),
  asked({ period: NOVEMBER, ...kind, exclude: { project: ['lens'] }, groupBy: ['project'] }),
  asked({ period: NOVEMBER, ...kind, limit: 1, groupBy: ['model_name'] }),
]

function depsOf(db: Kysely<Database>): AskDeps {
  return asking({
    own: db,
    spend: db,
    visibility: 'own-teams',
    now: () => NOON,
    onError: (error) => {
      throw error
    },
  })
}

const by = (person: Person) => ({ key: person.email, email: person.email, person })

/** All that leaves: the card, the figures, the file; and what "Show how" tells besides. */
async function told(deps: AskDeps, person: Person, question: Question) {
  const request = { text: 'why', requestId: JSON.stringify(question), asker: by(person), timezone: 'UTC' }
  const outcome: Outcome = await answerQuestion(deps, request, question)
  return {
    card: plainText(outcomeCard(outcome)),
    json: outcomeJson(outcome),
    csv: outcome.kind === 'answer' ? toCsv(sheetOf(outcome.answer)) : '',
  }
}

describe('who sees own teams only', () => {
  const [there, here] = [depsOf(alone.db), depsOf(among.db)]
  afterAll(() => Promise.all([there.later.drained(), here.later.drained()]))

  it.each(Object.entries(KINDS))('is told the same of %s, whatever others spend', async (_, kind) => {
    for (const question of questions(kind)) {
      const [without, beside] = await Promise.all([told(there, ana, question), told(here, ana, question)])
      const { sql: _, question: __, ...figures } = beside.json
      const says = JSON.stringify(question)
      const foreign = JSON.stringify(question.filters).includes('sphinx')
      if (foreign) expect(beside.json, says).toEqual({ kind: 'refuse', reason: 'not_visible' })
      else expect(beside, says).toEqual(without)
      expect(`${beside.card}${beside.csv}${JSON.stringify(figures)}`, says).not.toMatch(STRIKING)
    }
  })

  it('opens of another’s answer what is about own teams, and is told nothing of others there', async () => {
    for (const kind of Object.values(KINDS)) {
      const question = asked({ period: NOVEMBER, ...kind, filters: { team: ['vision'] } })
      const whole = asked({ period: NOVEMBER, ...kind })
      for (const each of [question, whole]) {
        const requestId = `root ${JSON.stringify(each)}`
        await answerQuestion(here, { text: 'why', requestId, asker: by(root), timezone: 'UTC' }, each)
        for (const verb of ['how', 'csv', 'next', 'group', 'period']) {
          const detail = { next: '.why', group: '.project', period: '.last_month', how: '', csv: '' }[verb]
          const reply = await press(
            here,
            {
              payload: `${verb}.${idOf(requestId)}${detail}`,
              presser: by(ana),
              where: { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false },
              requestId: `ana ${verb} ${requestId}`,
              timezone: 'UTC',
              private: false,
            },
            {},
          )
          if (reply === undefined) continue
          const said = `${plainText(reply.card)}${reply.file?.content}`
          expect(said, `${verb} ${requestId}`).not.toMatch(STRIKING)
          expect(reply.audience).toBe('asker')
        }
      }
    }
  })

  it('and others do spend: an administrator is told of it by every kind', async () => {
    const silent: string[] = []
    for (const [name, kind] of Object.entries(KINDS)) {
      let found = false
      for (const question of questions(kind)) {
        const { card, csv } = await told(here, root, question)
        found = STRIKING.test(`${card}${csv}`)
        if (found) break
      }
      if (!found) silent.push(name)
    }
    expect(silent).toEqual([])
  })
})
