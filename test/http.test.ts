import { afterEach, expect, it } from 'vitest'
import { type Http, http, type Route, respond } from '../src/http.ts'

const servers: Http[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop(0))))

async function serve(routes: Record<string, Route>, onError: (error: unknown) => void = () => undefined) {
  const server = http({ routes, onError })
  servers.push(server)
  const port = await server.listen(0, '127.0.0.1')
  return { server, url: `http://127.0.0.1:${port}` }
}

/** Something to wait for, and what makes it happen. */
function moment(): [Promise<void>, () => void] {
  let happen: () => void = () => undefined
  return [new Promise((resolve) => (happen = resolve)), () => happen()]
}

it('answers its routes, whatever the query says, and 404 for every other path', async () => {
  const { url } = await serve({ '/healthz': (_, response) => respond(response, 200, 'ok') })
  expect(await (await fetch(`${url}/healthz?from=probe`)).text()).toBe('ok\n')
  for (const path of ['/', '/healthz/', '/__proto__', '/constructor', '/slack/events'])
    expect((await fetch(url + path)).status, path).toBe(404)
})

it('lets no browser guess, frame or keep what it says', async () => {
  const { url } = await serve({})
  const { headers } = await fetch(url)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.has('x-powered-by')).toBe(false)
})

it('turns an exception into a 500 that tells nothing, and reports it', async () => {
  const told: unknown[] = []
  const broken = new Error('the secret reason')
  const fails: Route = () => {
    throw broken
  }
  const { url } = await serve({ '/now': fails, '/later': async (...given) => fails(...given) }, (error) =>
    told.push(error),
  )
  for (const path of ['/now', '/later']) {
    const response = await fetch(url + path)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
  }
  expect(told).toEqual([broken, broken])
})

it('refuses bodies and headers that are too large', async () => {
  const { url } = await serve({ '/': (_, response) => respond(response, 200, 'ok') })
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1_100_000) })).status).toBe(413)
  expect((await fetch(url, { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431)
})

it('finishes what is under way when it stops, and takes no more', async () => {
  const [arrived, arrive] = moment()
  const [released, release] = moment()
  const { server, url } = await serve({
    '/slow': async (_, response) => {
      arrive()
      await released
      respond(response, 200, 'done')
    },
  })
  const slow = fetch(`${url}/slow`)
  await arrived
  const stopped = server.stop(5000)
  await expect(fetch(url)).rejects.toThrow()
  release()
  expect(await (await slow).text()).toBe('done\n')
  // Without waiting for the deadline, although the client keeps its connection open.
  const before = performance.now()
  await stopped
  expect(performance.now() - before).toBeLessThan(2000)
})

it('cuts what is still under way at the deadline', async () => {
  const [arrived, arrive] = moment()
  const { server, url } = await serve({ '/never': () => arrive() })
  const cut = expect(fetch(`${url}/never`)).rejects.toThrow()
  await arrived
  await server.stop(50)
  await cut
})

it('says what to do when the port is taken', async () => {
  const { url } = await serve({})
  const port = Number(new URL(url).port)
  await expect(http({ routes: {}, onError: () => undefined }).listen(port, '127.0.0.1')).rejects.toMatchObject({
    name: 'Fault',
    message: `Port ${port} is taken by another program.`,
    remedy: expect.stringContaining('PORT='),
  })
})
