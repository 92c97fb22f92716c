import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openClient, startBrowser } from './browser.ts'
import { CASES, type Stage } from './cases.ts'
import { closing } from './closing.ts'
import { OWNER, STRANGER, USERS } from './company.ts'
import { fetchPlayground, startPlayground } from './playground.ts'
import { demoCompany, startTally } from './service.ts'

// The service as anybody starts it, Microsoft 365 Agents Playground, and a person before it: what they write and press,
// what stands there then, and a picture of it. Not part of the tests: it downloads, and it opens a browser.

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))

const everything = closing()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    console.error(`${signal}: stopping`)
    void everything.closeAll().finally(() => process.exit(130))
  })

async function acceptance(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-acceptance-'))
  everything.keep(() => rmSync(folder, { recursive: true, force: true }))
  const program = await fetchPlayground(folder)
  if ('missing' in program) return skipped(program.missing)
  const browser = await startBrowser(everything)
  if ('missing' in browser) return skipped(browser.missing)
  rmSync(SCREENSHOTS, { recursive: true, force: true })
  mkdirSync(SCREENSHOTS, { recursive: true })

  const company = await demoCompany(everything, folder)
  const tally = await startTally(everything, company)
  const play = async (name: string, user: typeof OWNER) => {
    const playground = await startPlayground({
      closing: everything,
      program: program.path,
      folder,
      endpoint: tally.endpoint,
      name,
      user,
      users: USERS,
    })
    return { playground, client: await openClient(browser, playground.url, SCREENSHOTS) }
  }
  const stage: Stage = {
    company,
    tally,
    owner: await play('owner', OWNER),
    stranger: await play('stranger', STRANGER),
  }

  let failed = 0
  for (const [name, run] of Object.entries(CASES)) {
    const began = performance.now()
    const fault = await run(stage).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (everything.closed) return false
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${fault === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
    if (fault === undefined) continue
    failed += 1
    console.log(indented(fault instanceof Error ? fault.message : String(fault)))
    await stage.owner.client.picture(`failed-${failed}`)
  }
  if (failed > 0) console.log(`What the service said last:\n${indented(tally.output().slice(-4000))}`)
  console.log(
    `${failed === 0 ? 'All' : `${failed} of ${Object.keys(CASES).length}`} cases ${failed === 0 ? 'ok' : 'FAILED'}; pictures in ${SCREENSHOTS}`,
  )
  return failed === 0
}

/** What cannot be had here is no fault of Tally's. */
function skipped(why: string): true {
  console.log(`skipped: ${why}`)
  return true
}

const indented = (text: string): string => text.replace(/^/gm, '       ')

const isOk = await acceptance().catch((error: unknown) => {
  // What was stopped on the way fails on the way.
  if (!everything.closed) console.error(error)
  return false
})
await everything.closeAll()
process.exitCode = isOk ? 0 : 1
