import { createHash } from 'node:crypto'
import { Big } from 'big.js'
import { addDays, type CivilDate } from '../civil-date.ts'
import type { DigestScope, Subscription } from '../digests/subscription.ts'
import type { Answer } from '../spend/answer.ts'
import type { AskDeps } from '../spend/deps.ts'
import type { Finding } from '../spend/kinds/anomaly/found.ts'
import { placeAndDays } from '../spend/kinds/anomaly/place.ts'
import { type Dimension, plainQuestion, type Question } from '../spend/question.ts'
import { anomalyAlertCard, anomalyUpdateCard, manyAnomaliesCard, type Update, updatesCard } from './anomaly-card.ts'
import { audiences } from './audience.ts'
import { grouped } from './grouped.ts'
import { answered, narrowed } from './questions.ts'
import type { AlertRow, Raise, Raised } from './raise.ts'
import { readTold, sameAs, type ToldAnomaly } from './told-anomaly.ts'

/** As long as the money of a new level is counted. */
const LOOK_BACK_DAYS = 30
/** What ended before is history: whoever subscribes today reads of it in the digest. */
const NEWS_DAYS = 7
/** More in one place at one time are one message. */
const MOST_MESSAGES = 3
/** What is told again: half as much more. */
const GROWN = '1.5'

/** What is unusual on complete days, each told once, and again in its thread when it has grown or is over: once a day at most. */
export const anomalyAlerts: Raise = async ({ asking, signs }, known, now) => {
  const today = now.toISOString().slice(0, 10)
  const raised: Raised[] = []
  for (const { sight, subscriptions } of await audiences(asking, 'anomaly')) {
    const looks = grouped(subscriptions, ({ scope }) => wayOf(scope).join())
    for (const same of looks.values()) {
      const answer = await lookedAt(asking, sight, wayOf(same[0]?.scope ?? null), now)
      if (answer?.finding?.kind !== 'anomaly') continue
      const { findings, judged } = answer.finding.found
      for (const subscription of same) {
        const mine = findings.filter((finding) => isOf(finding, subscription.scope))
        const rows = known.get(subscription.id) ?? []
        const { fresh, updates } = newsOf(mine, rows, { today, through: addDays(judged.days.end, -1) })
        raised.push(...freshOf(fresh, answer, subscription, { signs, today }))
        raised.push(...updatesOf(updates, subscription, { signs, today }))
      }
    }
  }
  return raised
}

/** Teams are a part of how everything is looked at; what else a digest is about has its own look, for all such digests at once. */
const wayOf = (scope: DigestScope): readonly Dimension[] =>
  scope === null || scope.dimension === 'team' ? [] : [scope.dimension]

const lookedAt = (
  asking: AskDeps,
  sight: Parameters<typeof answered>[1],
  groupBy: readonly Dimension[],
  now: Date,
): Promise<Answer | undefined> => {
  const today = now.toISOString().slice(0, 10)
  const period = { start: addDays(today, -LOOK_BACK_DAYS), end: addDays(today, 1) }
  return answered(asking, sight, plainQuestion({ intent: 'anomaly', groupBy, period }), now)
}

/** A model of several teams is no single team's. */
function isOf({ groupBy, keys }: Finding, scope: DigestScope): boolean {
  if (scope === null) return true
  const key = keys[groupBy.indexOf(scope.dimension)]
  return key !== undefined && key !== null && scope.values.includes(key)
}

interface Changed extends Update {
  readonly row: AlertRow
  readonly before: ToldAnomaly
}

function newsOf(
  findings: readonly Finding[],
  rows: readonly AlertRow[],
  { today, through }: { readonly today: CivilDate; readonly through: CivilDate },
): { readonly fresh: readonly Finding[]; readonly updates: readonly Changed[] } {
  const told = rows.map((row) => ({ row, before: readTold(row.told) }))
  const fresh: Finding[] = []
  const updates = new Map<AlertRow, Changed>()
  for (const finding of findings) {
    if (finding.told !== 'above' && finding.told !== 'earlier') continue
    const [same] = told
      .filter(({ before }) => sameAs(before, finding))
      .toSorted((a, b) => new Big(b.before.over).cmp(a.before.over))
    if (same === undefined) {
      if (finding.told === 'above' && finding.last > addDays(through, -NEWS_DAYS)) fresh.push(finding)
      continue
    }
    const { row, before } = same
    const grown = finding.told === 'above' && new Big(finding.over).gte(new Big(before.over).times(GROWN))
    const ended = before.goesOn && !finding.goesOn
    if ((!grown && !ended) || before.toldOn === today) continue
    const known = updates.get(row)
    if (known === undefined || new Big(finding.over).gt(known.finding.over))
      updates.set(row, { finding, grown, ended, before, row })
  }
  return { fresh, updates: [...updates.values()] }
}

interface Setting {
  readonly signs: Parameters<Raise>[0]['signs']
  readonly today: CivilDate
}

function freshOf(
  fresh: readonly Finding[],
  answer: Answer,
  subscription: Subscription,
  { signs, today }: Setting,
): readonly Raised[] {
  const setting = { subscriptionId: subscription.id, signs }
  const keyed = fresh.map((finding) => ({ finding, key: keyOf(finding) }))
  const rowOf = (finding: Finding, key: string, messageKey: string): AlertRow => ({
    key,
    told: toldOf(finding, { messageKey, toldOn: today }),
    updates: 0,
  })
  const [first] = keyed
  if (first !== undefined && keyed.length > MOST_MESSAGES)
    return [
      {
        subscription,
        rows: keyed.map(({ finding, key }) => rowOf(finding, key, first.key)),
        message: { key: first.key, card: manyAnomaliesCard(fresh, setting) },
        answers: [],
      },
    ]
  return keyed.map(({ finding, key }) => {
    const kept = narrowed(answer, key, questionAbout(finding, answer.question))
    return {
      subscription,
      rows: [rowOf(finding, key, key)],
      message: { key, card: anomalyAlertCard(finding, { ...setting, answerId: kept.id }) },
      answers: [kept],
    }
  })
}

/** One message a thread, whatever stands in it. */
function updatesOf(
  updates: readonly Changed[],
  subscription: Subscription,
  { signs, today }: Setting,
): readonly Raised[] {
  const setting = { subscriptionId: subscription.id, signs }
  return [...grouped(updates, ({ before }) => before.messageKey).values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { row, before } = first
    return [
      {
        subscription,
        rows: same.map(({ row, before, finding }) => ({
          key: row.key,
          told: toldOf(finding, { messageKey: before.messageKey, toldOn: today }, before),
          updates: row.updates + 1,
        })),
        message: {
          key: `${row.key}:${row.updates + 1}`,
          card: same.length === 1 ? anomalyUpdateCard(first, setting) : updatesCard(same, setting),
          replyTo: before.messageKey,
        },
        answers: [],
      },
    ]
  })
}

/** Place, currency and first day; a shift of these is known by `sameAs`. */
const keyOf = ({ groupBy, keys, currency, since, kind }: Finding): string =>
  `anomaly:${since}:${createHash('sha256')
    .update(JSON.stringify([groupBy, keys, currency, kind === 'spike']))
    .digest('base64url')
    .slice(0, 16)}`

const toldOf = (
  { groupBy, keys, currency, kind, since, last, over, goesOn, alsoModels, told }: Finding,
  sent: Pick<ToldAnomaly, 'messageKey' | 'toldOn'>,
  before?: ToldAnomaly,
): ToldAnomaly => ({
  groupBy,
  keys,
  currency,
  kind,
  since: before !== undefined && before.since < since ? before.since : since,
  last: before !== undefined && before.last > last ? before.last : last,
  // In the days that are looked at, which no longer hold all of what began before them.
  over: told === 'above' || before === undefined ? over : before.over,
  goesOn,
  alsoModels: [...new Set([...(before?.alsoModels ?? []), ...alsoModels])],
  ...sent,
})

/** The same place and days. */
const questionAbout = (finding: Finding, question: Question): Question => ({
  ...question,
  groupBy: [],
  ...placeAndDays(finding),
})
