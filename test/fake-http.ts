import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

type Args = Record<string, unknown>

/** One request that reached a fake, in order. */
export interface FakeCall {
  readonly method: string
  readonly args: Args
  readonly authorization: string | undefined
}

/** What goes wrong with the next call of a method. `effect`: the work is done all the same, only the answer is lost. */
export type FakeFailure =
  | { readonly kind: 'error'; readonly error: string }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string
      readonly effect?: boolean
    }
  | { readonly kind: 'cut'; readonly effect: boolean }
  | { readonly kind: 'late'; readonly until: Promise<unknown>; readonly effect?: boolean }

/** How every fake of a service is scripted and looked at. */
export interface FakeScript {
  readonly calls: readonly FakeCall[]
  /** The next calls of the method fail so, one failure each. */
  fail(method: string, ...failures: readonly FakeFailure[]): void
  of(method: string): readonly FakeCall[]
  /** Resolves when the method was called that often. */
  called(method: string, times?: number): Promise<readonly FakeCall[]>
  close(): Promise<void>
}

export interface FakeServing {
  /** What goes wrong besides the script; asked for every call that the script lets be. */
  readonly faults?: (method: string, args: Args) => FakeFailure | undefined
  /** Told of every answer. */
  readonly onAnswer?: (status: number) => void
  /** A free one by default. */
  readonly port?: number
}

export interface Answered {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A request as the service reads it. */
export interface Asked {
  readonly method: string
  readonly args: Args
  work(): Answered
  /** How the service words an error. */
  refused(error: string): Answered
}

/** A service on loopback with a script of failures. */
export async function fakeHttp(
  read: (request: IncomingMessage, body: Buffer) => Asked | Promise<Asked>,
  { faults, onAnswer, port = 0 }: FakeServing,
): Promise<FakeScript & { readonly origin: string }> {
  const calls: FakeCall[] = []
  const failures = new Map<string, FakeFailure[]>()
  const waiting = new Set<() => void>()

  const server = createServer(async (request, response) => {
    const answer = ({ status, body = '', headers = {} }: Answered) => {
      onAnswer?.(status)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    }
    try {
      const { method, args, work, refused } = await read(request, await readAll(request))
      calls.push({ method, args, authorization: request.headers.authorization })
      for (const look of waiting) look()
      const failure = failures.get(method)?.shift() ?? faults?.(method, args)
      switch (failure?.kind) {
        case undefined:
          return answer(work())
        case 'error':
          return answer(refused(failure.error))
        case 'status':
          if (failure.effect) work()
          return answer(failure)
        case 'cut':
          if (failure.effect) work()
          return void request.socket.destroy()
        case 'late': {
          const done = failure.effect ? work() : undefined
          await failure.until
          return answer(done ?? work())
        }
      }
    } catch {
      response.destroy()
    }
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))

  const of = (method: string) => calls.filter((call) => call.method === method)
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fail: (method, ...more) => {
      failures.set(method, [...(failures.get(method) ?? []), ...more])
    },
    of,
    called: (method, times = 1) =>
      new Promise((done) => {
        const look = () => {
          const found = of(method)
          if (found.length < times) return
          waiting.delete(look)
          done(found)
        }
        waiting.add(look)
        look()
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
