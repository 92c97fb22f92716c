import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import type { Closing } from './closing.ts'
import { PLACES } from './company.ts'
import { until } from './until.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const PATIENCE_MS = 20_000
const OURS_TO_END = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }

export async function startBrowser(closing: Closing): Promise<Browser | { readonly missing: string }> {
  if (!existsSync(CHROMIUM)) return { missing: `there is no Chromium at ${CHROMIUM}; name another with CHROMIUM_PATH` }
  // Without privileges of its own in a container, Chromium has no sandbox.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], ...OURS_TO_END })
  closing.keep(() => browser.close())
  return browser
}

/** One person before Teams. What stands there is what the page shows, never what was sent. */
export interface Client {
  readonly page: Page
  goTo(conversation: string): Promise<void>
  /** In a personal chat. */
  write(text: string): Promise<void>
  /** Mentions Tally, in a group chat. */
  mention(text: string): Promise<void>
  /** Mentions Tally in a new post of the channel. */
  post(text: string): Promise<void>
  /** Mentions Tally in the thread that this card stands in. */
  reply(card: Locator, text: string): Promise<void>
  /** How many cards stand in this conversation. */
  cards(): Promise<number>
  /** The newest card that shows all of these, once it does; the first `after` cards do not count. */
  card(texts: readonly (string | RegExp)[], after?: number, patienceMs?: number): Promise<Locator>
  press(card: Locator, label: string, nth?: number): Promise<void>
  /** From the n-th select of the card. */
  choose(card: Locator, option: string, nth?: number): Promise<void>
  /** A picture of the whole card in its conversation. */
  picture(name: string, card?: Locator): Promise<void>
}

export async function openClient(browser: Browser, url: string, screenshots: string): Promise<Client> {
  // Tall, so that a card is seen whole.
  const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } })
  page.setDefaultTimeout(PATIENCE_MS)
  // Its fonts are in a network that nobody needs for this.
  await page.route(
    ({ hostname }) => hostname !== 'localhost',
    (route) => route.abort(),
  )
  await page.goto(url, { waitUntil: 'domcontentloaded' })
  await page.getByText('conversationUpdate 200').first().waitFor()
  // It repeats what was written, and must not be taken for an answer.
  await page.getByTitle('Hide log panel').click()

  const boxes = page.locator('[contenteditable=true][role=textbox]')
  const cards = page.locator('.ac-adaptiveCard')

  async function type(box: Locator, text: string, mentions: boolean) {
    await box.focus()
    if (mentions) {
      await page.keyboard.type(`@${PLACES.botName}`)
      await page.locator('#typeahead-menu [role=menuitem]', { hasText: PLACES.botName }).click()
      await page.keyboard.type(' ')
    }
    await page.keyboard.type(text)
  }

  return {
    page,
    goTo: async (conversation) => {
      await page.getByRole('treeitem', { name: conversation }).click()
      await boxes.first().waitFor()
    },
    write: async (text) => {
      await type(boxes.first(), text, false)
      await page.keyboard.press('Enter')
    },
    mention: async (text) => {
      await type(boxes.first(), text, true)
      await page.keyboard.press('Enter')
    },
    post: async (text) => {
      await type(boxes.first(), text, true)
      await page.getByRole('button', { name: 'Post', exact: true }).click()
    },
    reply: async (card, text) => {
      const post = card.locator('xpath=ancestor::*[.//*[@role="textbox"]][1]')
      await type(post.getByRole('textbox'), text, true)
      await page.keyboard.press('Enter')
    },
    cards: () => cards.count(),
    card: async (texts, after = 0, patienceMs = PATIENCE_MS) => {
      const holds = (shown: string) =>
        texts.every((text) => (text instanceof RegExp ? text.test(shown) : shown.includes(text)))
      let shown: readonly string[] = []
      const found = async () => {
        shown = (await cards.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
        const wrong = shown.slice(after).find((text) => text.includes('Something went wrong'))
        if (wrong !== undefined) throw new Error(wrong)
        const at = shown.findLastIndex((text, i) => i >= after && holds(text))
        return at === -1 ? undefined : cards.nth(at)
      }
      return until('the card', found, patienceMs).catch((error: unknown) => {
        const since = shown.slice(after).join('\n---\n') || '(no new card)'
        throw new Error(`no card with ${texts.join(' and ')}: ${String(error)}. There stands:\n${since}`)
      })
    },
    press: async (card, label, nth = 0) => {
      await card.getByRole('button', { name: label, exact: true }).nth(nth).click()
    },
    choose: async (card, option, nth = 0) => {
      await card.getByRole('combobox').nth(nth).click()
      await page.getByRole('option', { name: option, exact: true }).click()
      await card.getByRole('button', { name: 'Choose', exact: true }).nth(nth).click()
    },
    picture: async (name, card) => {
      await card?.scrollIntoViewIfNeeded()
      await page.screenshot({ path: join(screenshots, `${name}.png`) })
    },
  }
}
