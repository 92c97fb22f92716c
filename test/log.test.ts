import { expect, it } from 'vitest'
import { createLog, toWords } from '../src/log.ts'

function logged(readable: boolean) {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', readable, destination: { write: (line) => lines.push(line) } }) }
}

it('hides secrets, also inside of what is logged', () => {
  const { log, lines } = logged(false)
  log.info({ token: 'xoxb-1', slack: { botToken: 'xoxb-2' }, request: { headers: { authorization: 'xoxb-3' } } }, 'x')
  expect(lines.join('')).not.toContain('xoxb')
  expect(lines.join('')).toContain('[redacted]')
})

it('carries the id of a request through its own log', () => {
  const { log, lines } = logged(false)
  log.child({ requestId: 'r1' }).warn({ err: new Error('lost') }, 'failed')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    requestId: 'r1',
    msg: 'failed',
    err: { message: 'lost' },
  })
})

it('speaks in lines of words to a person', () => {
  const { log, lines } = logged(true)
  log.info({ port: 3000, name: 'a' }, 'listening')
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}listening {2}port=3000 {2}name=a\n$/)
  expect(
    toWords(JSON.stringify({ time: '2026-11-23T10:00:00Z', level: 'error', err: { message: 'no', stack: 'no\n at' } })),
  ).toBe('10:00:00 error \nno\n at\n')
})
