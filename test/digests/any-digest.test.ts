import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { briefMoney, money, price } from '../../src/cards/format.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { digestCard, moreCard } from '../../src/digests/card.ts'
import type { Digest } from '../../src/digests/digest.ts'
import { toAdaptiveCard } from '../../src/msteams/adaptive-card.ts'
import { toBlocks } from '../../src/slack/blocks.ts'
import { anyName } from '../cards/arbitrary.ts'
import { hasShared, WITHOUT_SHARED } from '../cards/shared.ts'
import { slackFaults } from '../cards/slack-validator.ts'
import { teamsFaults } from '../cards/teams-validator.ts'
import { anyDigest } from './arbitrary.ts'
import { DIGESTS } from './samples.ts'

// Whatever a digest holds, its first card fits a phone, every figure is one of the data, and nothing is lost behind "More".

const SIGNS = { spend: (payload: string) => `spend.${payload}.s`, digest: (payload: string) => `digest.${payload}.s` }
const RUNS = { numRuns: 100, interruptAfterTimeLimit: 20_000 }
/** Names that are found again and hold no figure of money. */
const plainName = fc.nat().map((n) => `nova-${n}x`)
const anyHostile = anyDigest(anyName)
const anyPlain = anyDigest(plainName)
const both = (digest: Digest): readonly Card[] => [digestCard(digest, SIGNS), moreCard(digest, SIGNS)]

describe('any digest at all', () => {
  it('has at most six blocks before its row of buttons, and ten on Slack', () => {
    fc.assert(
      fc.property(fc.oneof(anyHostile, anyPlain, fc.constantFrom(...Object.values(DIGESTS))), (digest) => {
        const card = digestCard(digest, SIGNS)
        const [last, ...before] = card.blocks.toReversed()
        expect(last?.kind).toBe('actions')
        expect(before.length).toBeLessThanOrEqual(6)
        expect(before.at(-1)?.kind).toBe('headline')
        expect(toBlocks(card).blocks.length).toBeLessThanOrEqual(10)
      }),
      RUNS,
    )
  })

  it.skipIf(!hasShared)(`is valid on every platform (${WITHOUT_SHARED})`, () => {
    fc.assert(
      fc.property(anyHostile, (digest) => {
        for (const card of both(digest)) {
          expect(slackFaults(toBlocks(card))).toEqual([])
          expect(teamsFaults(toAdaptiveCard(card))).toEqual([])
        }
      }),
      RUNS,
    )
  })

  it('never says what code says for nothing', () => {
    fc.assert(
      fc.property(anyPlain, (digest) => {
        for (const card of both(digest)) {
          expect(plainText(card)).not.toMatch(/\b(NaN|undefined|null|Infinity|object)\b|\(\)| {2}|,,/)
        }
      }),
      RUNS,
    )
  })

  it('tells no amount that is not in the data, or the difference of two that are held against each other', () => {
    fc.assert(
      fc.property(anyPlain, (digest) => {
        const known = amountsOf(digest)
        for (const card of both(digest)) {
          // A chart tells its points as floats, which only a picture may.
          const words = plainText({ blocks: card.blocks.filter(({ kind }) => kind !== 'chart') })
          const figures = words.match(/[$€¥£][\d,.]*\d/g) ?? []
          expect(figures.filter((figure) => !known.has(figure))).toEqual([])
        }
      }),
      RUNS,
    )
  })

  it('names all that has something to tell, on the first card or behind More', () => {
    fc.assert(
      fc.property(anyPlain, (digest) => {
        const words = both(digest).map(plainText).join('\n')
        for (const name of namesOf(digest)) expect(words).toContain(name)
      }),
      RUNS,
    )
  })

  it('says nothing of what was not asked for', () => {
    fc.assert(
      fc.property(anyPlain, (digest) => {
        const bare = { ...digest.asked, subscription: { ...digest.asked.subscription, sections: [] } }
        for (const card of both({ ...digest, asked: bare })) {
          expect(plainText(card)).not.toMatch(/Budget|budgets|Forecast|Unusual|Idle|Unallocated|Unit cost|moved|Top /)
        }
      }),
      RUNS,
    )
  })
})

describe('a digest in words', () => {
  const words = (digest: Digest) => plainText(digestCard(digest))

  it('says that it is partial before it says any change', () => {
    const lines = words(DIGESTS.partial).split('\n')
    expect(lines[1]).toBe('Partial: still waiting for aws-focus (from Nov 21); changes leave it out.')
    expect(lines[2]).toContain('$52,700 without it')
  })

  it('holds a day against its own weekday, by name', () => {
    expect(words(DIGESTS.daily)).toContain('Up $194.14 (16%) against a usual Sunday')
  })

  it('never calls a day that is over “today”, nor a week “last week”', () => {
    for (const digest of Object.values(DIGESTS)) {
      expect(words(digest)).not.toMatch(/\b(today|yesterday|last week|this week|last month|this month)\b/i)
    }
  })

  it('tells zero from no data', () => {
    expect(words(DIGESTS.empty)).toMatch(/^No data: .*\n.*\n.*That is not zero/)
    expect(words(DIGESTS.empty)).not.toMatch(/[$]0/)
    const zero = { ...DIGESTS.quiet, totals: [{ ...nth(DIGESTS.quiet), amount: '0', comparable: '0' }] }
    expect(words(zero)).toMatch(/^\$0\.00 AI spend/)
  })

  it('tells credits from a fall, without a share of what is below zero', () => {
    const card = words(DIGESTS.currencies)
    expect(card).toContain('Credits are larger than charges in JPY.')
    expect(card).toContain('JPY: down ¥1,200 against the week before')
  })

  it('is short where nothing happened, without a title over nothing', () => {
    for (const card of both(DIGESTS.quiet)) expect(plainText(card)).not.toMatch(/What moved|Idle|Unusual/)
    expect(words(DIGESTS.quiet).split('\n').length).toBeLessThanOrEqual(10)
  })

  it('leaves what hardly moved to “More”', () => {
    const quiet = {
      ...DIGESTS.quiet,
      movers: { currency: 'USD', up: [{ name: 'x', amount: '2', driver: 'y' }], down: [] },
    }
    expect(words(quiet)).not.toContain('What moved')
    expect(plainText(moreCard(quiet))).toContain('What moved: +$2.00 x, y')
  })

  it('says against which day something moved, where the total is held against several', () => {
    expect(words(DIGESTS.daily)).toContain('What moved against Sunday, Nov 15')
  })

  it('tells unallocated spend also where there is none', () => {
    expect(words(DIGESTS.quiet)).toContain('Unallocated: $0.00 (0%)')
  })

  it('offers no way on from what was not recorded', () => {
    const [last] = digestCard(DIGESTS.empty, SIGNS).blocks.toReversed()
    const labels = last?.kind === 'actions' ? last.buttons.map(({ label }) => label) : []
    expect(labels).toEqual(['More', 'Change this digest'])
  })
})

function nth({ totals: [first] }: Digest): Digest['totals'][number] {
  if (first === undefined) throw new Error('the sample has a total')
  return first
}

/** Every figure that may stand in a card, in both of its forms, without its sign. */
function amountsOf(digest: Digest): ReadonlySet<string> {
  const known: [string | null, string | null][] = [
    ...digest.totals.flatMap(({ currency, amount, comparable, before, average }): [string | null, string | null][] => [
      ...[amount, comparable, before, average].map((each): [string | null, string | null] => [each, currency]),
      ...[before, average].map((each): [string | null, string | null] => [minus(comparable, each), currency]),
    ]),
    ...[...digest.movers.up, ...digest.movers.down].map(({ amount }): [string, string | null] => [
      amount,
      digest.movers.currency,
    ]),
    ...(digest.top?.rows ?? []).map(({ amount, currency }): [string | null, string | null] => [amount, currency]),
    ...digest.budgets.flatMap(({ budget, used, expected, currency }): [string | null, string | null][] => [
      [budget, currency],
      [used, currency],
      [expected, currency],
      [minus(used, budget), currency],
    ]),
    ...digest.forecasts.flatMap(({ expected, low, high, budget, currency }): [string | null, string | null][] =>
      [expected, low, high, budget].map((each) => [each, currency]),
    ),
    ...digest.anomalies.map(({ over, currency }): [string, string] => [over, currency]),
    ...digest.idle.flatMap(({ perDay, wasted, currency }): [string | null, string | null][] => [
      [perDay, currency],
      [wasted, currency],
    ]),
    ...digest.unallocated.map(({ amount, currency }): [string, string | null] => [amount, currency]),
  ]
  const said = known.flatMap(([amount, currency]) => {
    if (amount === null || currency === null) return []
    const size = new Big(amount).abs().toFixed()
    return [money(size, currency), briefMoney(size, currency)]
  })
  const prices = digest.unitCosts.map(({ each, currency }) => price(each, currency ?? ''))
  return new Set([...said, ...prices].flatMap((text) => text.match(/[$€¥£][\d,.]*\d/g) ?? []))
}

const minus = (a: string | null, b: string | null) => (a === null || b === null ? null : new Big(a).minus(b).toFixed())

function namesOf(digest: Digest): readonly string[] {
  const { asked, movers, top, budgets, anomalies, unallocated } = digest
  const wants = (section: (typeof asked.subscription.sections)[number]) => asked.subscription.sections.includes(section)
  return [
    ...(asked.subscription.scope?.values ?? []),
    ...asked.missing.map(({ source }) => source),
    ...(wants('movers')
      ? [...movers.up, ...movers.down]
          .filter(({ amount }) => new Big(amount).abs().gte('0.005'))
          .flatMap(({ name, driver }) => [name, driver])
      : []),
    ...(wants('top') ? (top?.rows ?? []).flatMap(({ name }) => name ?? []) : []),
    ...(wants('budget') ? budgets.map(({ name }) => name) : []),
    ...(wants('anomalies') ? anomalies.flatMap(({ name, driver }) => [name, driver ?? []].flat()) : []),
    ...(wants('unallocated')
      ? unallocated.flatMap(({ amount, biggest }) => (new Big(amount).eq(0) ? [] : (biggest ?? [])))
      : []),
  ]
}
