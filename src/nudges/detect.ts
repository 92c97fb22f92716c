import { addDays, type CivilDate } from '../civil-date.ts'
import { decimal } from '../spend/answer.ts'
import type { AskDeps } from '../spend/deps.ts'
import { completeLately } from '../spend/freshness.ts'
import { descriptions } from '../spend/kinds/idle/described.ts'
import { moneyOf } from '../spend/kinds/idle/found.ts'
import { type Judged, judgement, LOOK_BACK_DAYS } from '../spend/kinds/idle/judged.ts'
import { mainOwners } from '../spend/kinds/idle/owners.ts'
import type { Asked } from '../spend/kinds/kind.ts'
import { run } from '../spend/kinds/run.ts'
import { plainQuestion } from '../spend/question.ts'
import { sourcesOf } from '../spend/recorded.ts'
import type { Found, FoundResource } from './found.ts'
import type { IdleRules } from './idle-rules.ts'
import type { Money } from './nudge.ts'

/**
 * Everything that is paid for and that a rule judges, at once: the verdict, what that cost and who may own it, by the same statements
 * as an answer about idle waste. Undefined where there is no telemetry at all.
 */
export async function detect(deps: AskDeps, rules: IdleRules, now: Date): Promise<Found | undefined> {
  const asked = await everything(deps, now)
  if (!asked.views.has('spend.resource_hour')) return undefined
  const lately = { start: addDays(asked.utcToday, -OWNED_DAYS), end: addDays(asked.utcToday, 1) }
  const [judged, owners] = await Promise.all([
    judgement(deps, asked, rules, { who: 'everyone', of: AT_ONCE }),
    mainOwners(deps, lately),
  ])
  if (judged === undefined) return undefined
  const { asOf, stale, paid } = judged
  const [described, wasted] = await Promise.all([
    descriptions(deps, asked, paid, judged.judged),
    wastedBy(deps, asked, judged.judged, paid),
  ])
  const placed = judged.judged.map((resource) => ({ ...resource, described: described.of(resource.resourceId) }))
  const of = ({ resourceId, rule, verdict, perDay }: Judged) => ({
    resourceId,
    rule: { kind: rule.kind, version: rules.version },
    verdict,
    perDay: perDay.flatMap(({ currency, amount }) => (amount === null ? [] : [{ currency, amount }])),
    wasted: wasted.get(resourceId) ?? [],
  })
  return {
    asOf,
    partial: stale || !paid.complete,
    resources: [
      ...placed.map(({ described: { name, resourceClass, team, project, environment, ...place }, ...resource }) => ({
        ...of(resource),
        ...{ name, team, project, environment },
        resourceClass: resourceClass ?? resource.rule.resourceClass,
        clues: {
          resourceTag: place.owner,
          workload: owners.ofWorkload({ team, project, workloadType: place.workloadType }),
          project: owners.ofProject({ team, project, workloadType: place.workloadType }),
        },
      })),
      // Nobody is told of what is in use, so nobody needs to know whose it is.
      ...judged.used.map(
        (resource): FoundResource => ({
          ...of(resource),
          ...IN_USE,
          name: resource.resourceId,
          resourceClass: resource.rule.resourceClass,
        }),
      ),
    ],
  }
}

/** Statements side by side: a database has more than one core, and others ask as well. */
const AT_ONCE = 3
/** Whoever owns most of what was charged lately speaks for a workload or a project. */
const OWNED_DAYS = 30

const IN_USE = {
  team: null,
  project: null,
  environment: null,
  clues: { resourceTag: null, workload: null, project: null },
} as const

/** As if somebody who may see everything asked about all that can be idle. */
async function everything(deps: AskDeps, now: Date): Promise<Asked> {
  const utcToday = now.toISOString().slice(0, 10)
  const views = await deps.views()
  const question = plainQuestion({
    intent: 'idle',
    measure: 'waste',
    period: { start: addDays(utcToday, -LOOK_BACK_DAYS), end: addDays(utcToday, 1) },
  })
  const sight = { kind: 'everything' } as const
  const sources = await sourcesOf(deps, question, sight, views)
  const completeThrough = completeLately(sources, utcToday)
  return { question, sight, views, today: utcToday, timezone: 'UTC', utcToday, now, sources, completeThrough, most: 0 }
}

async function wastedBy(
  deps: AskDeps,
  asked: Asked,
  judged: readonly Judged[],
  paid: { readonly day: CivilDate; readonly end: CivilDate },
): Promise<ReadonlyMap<string, readonly Money[]>> {
  const idle = judged.flatMap(({ resourceId, verdict }) => (verdict.kind === 'idle' ? [{ resourceId, verdict }] : []))
  const wasted = new Map<string, Money[]>()
  if (idle.length === 0) return wasted
  const { rows } = await run(deps, moneyOf({ ...asked, most: idle.length }, idle, [], paid))
  for (const { key_1: resourceId, currency, so_far } of rows) {
    const amount = decimal(so_far)
    if (resourceId == null || currency === null || amount === null) continue
    wasted.set(resourceId, [...(wasted.get(resourceId) ?? []), { currency, amount }])
  }
  return wasted
}
