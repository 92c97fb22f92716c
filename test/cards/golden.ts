import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { toAdaptiveCard } from '../../src/msteams/adaptive-card.ts'
import { toBlocks } from '../../src/slack/blocks.ts'
import { hasShared } from './shared.ts'
import { slackFaults } from './slack-validator.ts'
import { teamsFaults } from './teams-validator.ts'

const FOLDER = resolve(import.meta.dirname, 'golden')

/**
 * The card as each platform gets it is what it was when somebody last looked at it, and is valid there.
 * `UPDATE_GOLDEN=1 npx vitest run …` writes it anew: look at the difference before you commit it.
 */
export function expectGolden(name: string, card: Card): void {
  const slack = toBlocks(card)
  const msteams = toAdaptiveCard(card)
  if (hasShared) {
    expect(slackFaults(slack), `${name} on Slack`).toEqual([])
    expect(teamsFaults(msteams), `${name} on Microsoft Teams`).toEqual([])
  }
  same(`${name}.slack.json`, json(slack))
  same(`${name}.msteams.json`, json(msteams))
  same(`${name}.txt`, `${plainText(card)}\n`)
}

/** One golden file by itself, for what only one platform has. */
export function same(file: string, content: string): void {
  const path = resolve(FOLDER, file)
  if (mayWrite()) {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(path, content)
  }
  expect(existsSync(path), `golden/${file} is missing: UPDATE_GOLDEN=1 writes it`).toBe(true)
  expect(content).toBe(readFileSync(path, 'utf8'))
}

/** Never where nobody looks. */
const mayWrite = () => process.env.UPDATE_GOLDEN === '1' && !process.env.CI

export const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`
