import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Card, plain } from '../../src/cards/card.ts'
import { mark } from '../../src/msteams/mark.ts'
import { toActivity, toWords } from '../../src/msteams/message.ts'
import { anyCard } from '../cards/arbitrary.ts'
import { SAMPLES } from '../cards/samples.ts'
import { hasShared, WITHOUT_SHARED } from '../cards/shared.ts'
import { teamsFaults } from '../cards/teams-validator.ts'

const { answer = { blocks: [] }, hostile = { blocks: [] } } = SAMPLES
const card = (...blocks: readonly Block[]): Card => ({ blocks })
const words = (text: string): Block => ({ kind: 'text', text: [plain(text)] })

interface Content {
  readonly body: readonly { readonly type: string; readonly id?: string; readonly items?: readonly object[] }[]
}
function contentOf(activity: Readonly<Record<string, unknown>>): Content {
  const [only] = activity.attachments as readonly { readonly content: Content }[]
  return only?.content ?? { body: [] }
}
const textOf = (of: Card): string => String(toWords(of).text)
const MARK = mark('answer-1')

describe('a card as an activity', () => {
  it('is the card alone, with its first line for notifications', () => {
    const activity = toActivity(answer)
    expect(activity).toMatchObject({ type: 'message', summary: '$12,345.67' })
    expect(activity.attachments).toMatchObject([{ contentType: 'application/vnd.microsoft.card.adaptive' }])
    expect(activity).not.toHaveProperty('text')
  })

  it('carries its mark where Graph gives it back', () => {
    expect(contentOf(toActivity(answer, 'answer-1')).body[0]).toMatchObject({ type: 'TextBlock', id: MARK })
    expect(JSON.stringify(toActivity(answer))).not.toContain('"id":"tally:A')
    expect(JSON.stringify(toActivity(answer))).not.toContain(MARK)
    expect(contentOf(toActivity(card(), 'answer-1')).body).toMatchObject([{ type: 'TextBlock', id: MARK }])
  })

  const RUNS = { numRuns: 100, interruptAfterTimeLimit: 20_000 } // a large card takes minutes to shrink
  it.skipIf(!hasShared)(`is taken by Teams whatever the card holds (${WITHOUT_SHARED})`, () => {
    fc.assert(
      fc.property(anyCard, fc.option(fc.string(), { nil: undefined }), (any, key) => {
        const activity = toActivity(any, key)
        expect(teamsFaults(contentOf(activity))).toEqual([])
        expect(JSON.stringify(activity).length * 2).toBeLessThan(80_000)
        expect(String(activity.summary)).toMatch(/^[^\n]{1,200}$/u)
      }),
      RUNS,
    )
  })
})

describe('a card in words alone', () => {
  it('is no Markdown, and each line stays a line where single breaks are none', () => {
    expect(toWords(card(words('*a*'), words('b')))).toEqual({ type: 'message', textFormat: 'plain', text: '*a*\n\nb' })
    expect(textOf(answer)).toContain('gpt-4o-mini: Cost $2,904.11, Share 23.5%, Change down 3%')
  })

  it('counts what does not fit', () => {
    const long = card(...Array.from({ length: 100 }, (_, i) => words(`${i} ${'x'.repeat(990)}`)))
    expect(textOf(long).slice(-30)).toMatch(/… and \d\d more lines$/)
    expect(textOf(long).length).toBeLessThanOrEqual(35_000)
    expect(textOf(hostile).length).toBeLessThanOrEqual(35_000)
    const oneLine = card(words('😀'.repeat(30_000)))
    expect(textOf(oneLine).startsWith('😀'.repeat(4_000))).toBe(true)
    expect(textOf(oneLine).slice(-30)).toMatch(/… and \d more lines$/)
  })

  it('is never empty', () => {
    expect(textOf(card())).toBe('(blank)')
  })
})
