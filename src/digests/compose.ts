import { addDays } from '../civil-date.ts'
import { sightKey } from '../people/sight.ts'
import type { AskDeps } from '../spend/deps.ts'
import { type Freshness, freshness } from '../spend/freshness.ts'
import type { Period } from '../spend/question.ts'
import { sourcesOf, sourcesOfEach } from '../spend/recorded.ts'
import { assembled } from './composing/assembled.ts'
import { type Ask, engineFor } from './composing/engine.ts'
import { type Gathered, gather, type Judged, judge, type Standing, standingOf } from './composing/gather.ts'
import { type Family, familiesOf, filtersOf, type Group } from './composing/groups.ts'
import { answerIdOf, keepDigestAnswers } from './composing/kept-answers.ts'
import { type StandingNudges, savedFrom, standingNudges, withNudges } from './composing/nudges.ts'
import { idleQuestion, monthOf, wholeQuestion } from './composing/questions.ts'
import type { Scoped, Setting } from './composing/sections.ts'
import type { Digest, DigestAsked } from './digest.ts'
import type { DigestScope } from './subscription.ts'

export type Composed =
  | { readonly kind: 'composed'; readonly asked: DigestAsked; readonly digest: Digest }
  | { readonly kind: 'failed'; readonly asked: DigestAsked; readonly error: unknown }

/**
 * Many digests at once, in any order, each as soon as it is ready: scopes that coincide or nest share their queries. Every figure comes
 * from the engine of `tally ask`. One that fails says so and does not hold up the others.
 */
export async function* compose(deps: AskDeps, asked: readonly DigestAsked[]): AsyncGenerator<Composed> {
  const now = deps.now()
  const families = familiesOf(asked).toSorted((a, b) => (sightKey(a.sight) < sightKey(b.sight) ? -1 : 1))
  let standing: Promise<StandingNudges> | undefined
  // Once for all scopes.
  const nudges = () => (standing ??= standingNudges(deps.own, savedFrom(asked)))
  let engine: { readonly sight: string; readonly ask: Ask } | undefined
  for (const family of families) {
    const sight = sightKey(family.sight)
    if (engine?.sight !== sight) engine = { sight, ask: engineFor(deps, family.sight, now) }
    yield* ofFamily({ deps, ask: engine.ask, sight: family.sight, now, ...daysOf(now) }, family, nudges)
  }
}

function daysOf(now: Date): Pick<Setting, 'utcToday' | 'month'> {
  const utcToday = now.toISOString().slice(0, 10)
  return { utcToday, month: monthOf(utcToday) }
}

/** So many are held at once: what is written down for them is one statement. */
const AT_ONCE = 250

type Nudges = () => Promise<StandingNudges>

async function* ofFamily(setting: Setting, family: Family, nudges: Nudges): AsyncGenerator<Composed> {
  let reader: Reader
  try {
    reader = await readerOf(setting, family)
  } catch (error) {
    yield* failed(
      family.groups.flatMap(({ asked }) => asked),
      error,
    )
    return
  }
  for (const group of family.groups) {
    let digest: DigestOf
    try {
      digest = await digestsOf(setting, reader, group)
    } catch (error) {
      yield* failed(group.asked, error)
      continue
    }
    for (let from = 0; from < group.asked.length; from += AT_ONCE)
      yield* together(setting, group.asked.slice(from, from + AT_ONCE), async (asked) =>
        withNudges(await digest(asked), await nudges()),
      )
  }
}

async function* together(setting: Setting, some: readonly DigestAsked[], digestOf: DigestOf): AsyncGenerator<Composed> {
  const digests: Digest[] = []
  for (const asked of some)
    try {
      digests.push(await digestOf(asked))
    } catch (error) {
      yield { kind: 'failed', asked, error }
    }
  try {
    await keepDigestAnswers(setting.deps, digests, setting.now)
  } catch (error) {
    yield* failed(
      digests.map(({ asked }) => asked),
      error,
    )
    return
  }
  for (const digest of digests) yield { kind: 'composed', asked: digest.asked, digest }
}

function* failed(asked: readonly DigestAsked[], error: unknown): Generator<Composed> {
  for (const each of asked) yield { kind: 'failed', asked: each, error }
}

/** What a family is asked with. */
interface Reader {
  readonly scoped: Scoped
  /** Of its values, those that the reader of the digest may see; null where the scope is one. */
  readonly visible: ReadonlySet<string> | null
  readonly standing: Standing
}

async function readerOf(setting: Setting, { scope, values, groups, sight }: Family): Promise<Reader> {
  if ('filters' in scope) {
    const scoped: Scoped = { kind: 'one', filters: scope.filters }
    return { scoped, visible: null, standing: standingOf(setting, scoped, []) }
  }
  const { dimension } = scope
  const names = sight.kind === 'teams' ? await setting.deps.names(sight) : undefined
  const visible = values.filter((value) => names === undefined || names.has(dimension, value))
  const periods = groups.flatMap(({ span }) => [span.period, monthOf(addDays(span.period.end, -1))])
  const sources = await sourcesOfEach(setting.deps, { dimension, values: visible }, sight, [
    ...periods,
    setting.month,
    idleQuestion(setting.utcToday, { filters: {} }).period,
  ])
  const scoped: Scoped = { kind: 'each', dimension, sources }
  return { scoped, visible: new Set(visible), standing: standingOf(setting, scoped, visible) }
}

type DigestOf = (asked: DigestAsked) => Promise<Digest>

/** Reads what a group has in common; what is left is to cut each digest out of it. */
async function digestsOf(setting: Setting, { scoped, visible, standing }: Reader, group: Group): Promise<DigestOf> {
  const seen = { ...group, values: group.values.filter((value) => visible?.has(value)) }
  // A filter without a value is no filter.
  const isHidden = visible !== null && seen.values.length === 0
  const gathered = isHidden ? NOTHING : await gather(setting, scoped, seen, standing)
  const several = new Map<string, Promise<Judged>>()
  const judgedTogether = (scope: DigestScope) => {
    const key = JSON.stringify(scope)
    const one: Scoped = { kind: 'one', filters: filtersOf(scope) }
    const judged = several.get(key) ?? judge(setting, one, { ...group, values: [] }, standingOf(setting, one, []))
    several.set(key, judged)
    return judged
  }
  return async (asked) => {
    const { scope } = asked.subscription
    const values = visible === null ? null : [...new Set(scope?.values ?? [])]
    // As the engine answers whoever asks about something that is not theirs: nothing of it, nor of what stands beside it.
    const hidden = values?.some((value) => !visible?.has(value)) ?? false
    if (hidden) return assembled(asked, { ...HIDDEN, span: group.span, answerId: answerIdOf(asked) })
    return assembled(asked, {
      span: group.span,
      gathered,
      judged: values !== null && values.length > 1 ? await judgedTogether(scope) : gathered.judged,
      values,
      freshness: await freshnessOf(setting, scoped, values, group.span.period),
      answerId: answerIdOf(asked),
    })
  }
}

const NOTHING: Gathered = {
  lines: new Map(),
  comparable: new Map(),
  top: undefined,
  budgets: new Map(),
  unowned: [],
  judged: {
    movers: new Map(),
    forecasts: new Map(),
    anomalies: new Map(),
    idle: new Map(),
    unitCosts: new Map(),
  },
}
const HIDDEN = { gathered: NOTHING, judged: NOTHING.judged, values: [], freshness: null }

async function freshnessOf(
  { deps, sight, utcToday }: Setting,
  scoped: Scoped,
  values: readonly string[] | null,
  period: Period,
): Promise<Freshness | null> {
  const sources =
    scoped.kind === 'each'
      ? [...new Set((values ?? []).flatMap((value) => scoped.sources.of(value, { period })))]
      : await sourcesOf(deps, wholeQuestion(period, scoped.filters), sight, await deps.views())
  return freshness(period, sources, utcToday) ?? null
}
