import Papa from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Block, strong } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { toAdaptiveCard } from '../../src/msteams/adaptive-card.ts'
import { toBlocks } from '../../src/slack/blocks.ts'
import type { Outcome } from '../../src/spend/ask.ts'
import { outcomeCard } from '../../src/spend/card.ts'
import { toCsv } from '../../src/spend/csv.ts'
import { outcomeJson } from '../../src/spend/json.ts'
import type { Question } from '../../src/spend/question.ts'
import { sheetOf } from '../../src/spend/sheet.ts'
import { expectGolden } from '../cards/golden.ts'
import { hasShared } from '../cards/shared.ts'
import { slackFaults } from '../cards/slack-validator.ts'
import { teamsFaults } from '../cards/teams-validator.ts'
import { testDatabase } from '../database.ts'
import { beside, company } from './company.ts'
import { KINDS, NOVEMBER } from './every-kind.ts'
import { asked, loadFacts } from './facts.ts'
import { answering } from './kinds/answering.ts'
import { hoursBefore, loadHours } from './kinds/telemetry.ts'

// Names are data: every kind of card and file is made of a company in which all of them are written by somebody who means no good.

const { db } = await testDatabase()
const NAMES = [
  `=HYPERLINK("https://evil.example","x")'; drop table ledger.charge_day; --`,
  '<!channel> <https://evil.example|x> *_~`</script>&amp;\u202Egnp.exe\u200B\u001B[31m\r\n\t=1+1',
  `@${'x'.repeat(10_000)}`,
]

beforeAll(async () => {
  await loadFacts(
    db,
    NAMES.flatMap((name) => company(name, name, 1)),
  )
  for (const name of NAMES) await beside(db, name, name, 1)
  const quiet = hoursBefore(new Date('2026-11-23T10:00:00Z'), 24 * 40)
  await loadHours(db, Object.fromEntries(NAMES.map((name) => [`gpu-${name}`, quiet])))
})

const questions = (kind: Partial<Question>): readonly Question[] => [
  asked({ period: NOVEMBER, ...kind, chart: true, filters: { team: NAMES } }),
  asked({ period: NOVEMBER, ...kind, groupBy: ['model_name'] }),
  asked({ period: NOVEMBER, ...kind, groupBy: ['team', 'project'] }),
]

const sign = (payload: string) => payload
const cardOf = (outcome: Outcome) => outcomeCard(outcome, { sign, shareable: true })

describe.each(Object.entries(KINDS))('names that mean no good in %s', (_, kind) => {
  it('are valid on each platform, print no control characters, and run nowhere', async () => {
    for (const question of questions(kind)) {
      const outcome = await answering(db, question)
      const card = cardOf(outcome)
      const says = JSON.stringify({ kind, by: question.groupBy })
      if (hasShared) {
        expect(slackFaults(toBlocks(card)), says).toEqual([])
        expect(teamsFaults(toAdaptiveCard(card)), says).toEqual([])
      }
      expect(plainText(card), says).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u200B]/u)
      expect(JSON.stringify(outcomeJson(outcome)).length).toBeGreaterThan(0)
      if (outcome.kind !== 'answer') continue
      const { data } = Papa.parse<string[]>(toCsv(sheetOf(outcome.answer)).trimEnd())
      for (const cell of data.flat())
        if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell.slice(0, 40), says).not.toMatch(/^[\s\p{Cf}]*[=+\-@\t\r]/u)
    }
  })
})

it('look like this in what the kinds say first', async () => {
  const blocks: Block[] = []
  for (const name of [
    'training_runs',
    'budget',
    'idle',
    'telemetry_gaps',
    'model_fit',
    'value',
    'ownership',
    'explain',
  ]) {
    const outcome = await answering(
      db,
      asked({ period: NOVEMBER, ...KINDS[name], filters: { team: NAMES.slice(1, 2) } }),
    )
    const [headline, ...others] = outcomeCard(outcome).blocks
    if (headline?.kind === 'headline') blocks.push({ kind: 'text', text: [strong(headline.text)] })
    blocks.push(...others.filter(({ kind }) => kind === 'text' || kind === 'facts').slice(0, 1))
  }
  expectGolden('spend-kinds-hostile', { blocks })
})
