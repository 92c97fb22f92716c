import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault } from './errors.ts'

/** Answers a request, now or later. What it throws becomes a 500 without a word about why. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface HttpOptions {
  readonly routes: Readonly<Record<string, Route>>
  readonly onError: (error: unknown) => void
}

export interface Http {
  /** Gives the port that it listens on. */
  listen(port: number, host?: string): Promise<number>
  /** Takes no more, waits for what is under way until the deadline, then cuts it. */
  stop(deadlineMs: number): Promise<void>
}

const MAX_BODY_BYTES = 1_048_576

/** One server on one port for everything that speaks HTTP. */
export function http({ routes, onError }: HttpOptions): Http {
  let stopping = false
  const server = createServer(
    // A proxy in front keeps connections for a minute; ours must outlast it, or it sends into a closing one.
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
    (request, response) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
      // A connection that is kept alive after its last answer would hold the stop up.
      response.once('close', () => stopping && server.closeIdleConnections())
      const route = routes[(request.url ?? '').split('?', 1)[0] ?? '']
      if (route === undefined) return respond(response, 404, 'not found')
      if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return respond(response, 413, 'too large')
      Promise.resolve()
        .then(() => route(request, response))
        .catch((error: unknown) => {
          onError(error)
          if (!response.headersSent) respond(response, 500, 'internal error')
          else response.end()
        })
    },
  )
  server.maxRequestsPerSocket = 10_000
  return {
    listen: (port, host) => listen(server, port, host),
    stop: (deadlineMs) => {
      stopping = true
      return stop(server, deadlineMs)
    },
  }
}

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export function respond(response: ServerResponse, status: number, body: string | object): void {
  const [type, text] =
    typeof body === 'string' ? ['text/plain', `${body}\n`] : ['application/json', JSON.stringify(body)]
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

function listen(server: Server, port: number, host?: string): Promise<number> {
  return new Promise((listening, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const what =
        cause.code === 'EADDRINUSE'
          ? 'is taken by another program'
          : `cannot be opened (${cause.code ?? cause.message})`
      failed(
        new Fault(`Port ${port} ${what}.`, 'Stop that program, or choose another port: PORT=3001 npm start', { cause }),
      )
    })
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () =>
      listening((server.address() as AddressInfo).port),
    )
  })
}

function stop(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((stopped) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs)
    server.close(() => {
      clearTimeout(cut)
      stopped()
    })
    server.closeIdleConnections()
  })
}
