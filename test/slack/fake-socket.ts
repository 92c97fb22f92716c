import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface FakeSocket {
  readonly url: string
  /** How many times somebody connected. */
  readonly connections: () => number
  /** Sends an envelope over the newest connection. */
  send(envelope: object): void
  /** Resolves with the acknowledgement of this envelope. */
  acknowledged(envelopeId: string): Promise<object>
  /** Resolves when so many connections were made. */
  connected(times: number): Promise<void>
  cut(): void
  close(): Promise<void>
}

/** The WebSocket that Slack's Socket Mode offers, as far as Tally uses it: short text frames (RFC 6455). */
export async function fakeSocket(): Promise<FakeSocket> {
  const sockets: Socket[] = []
  const received: { envelope_id?: string }[] = []
  const waiting = new Set<() => void>()
  const look = () => {
    for (const each of waiting) each()
  }
  const until = <T>(find: () => T | undefined) =>
    new Promise<T>((done) => {
      const each = () => {
        const found = find()
        if (found === undefined) return
        waiting.delete(each)
        done(found)
      }
      waiting.add(each)
      each()
    })

  const server = createServer()
  server.on('upgrade', (req, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      for (const { opcode, text } of readFrames(data)) {
        if (opcode === 8) socket.end(frame('', 8))
        if (opcode === 1) received.push(JSON.parse(text))
      }
      look()
    })
    socket.write(frame(JSON.stringify({ type: 'hello', num_connections: 1 })))
    sockets.push(socket)
    look()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`,
    connections: () => sockets.length,
    send: (envelope) => void sockets.at(-1)?.write(frame(JSON.stringify(envelope))),
    acknowledged: (id) => until(() => received.find((one) => one.envelope_id === id)),
    connected: (times) => until(() => (sockets.length >= times ? true : undefined)).then(() => undefined),
    cut: () => void sockets.at(-1)?.destroy(),
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}

function frame(text: string, opcode = 1): Buffer {
  const payload = Buffer.from(text)
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255]
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length]), payload])
}

/** Frames of a client are masked. */
function* readFrames(data: Buffer): Generator<{ opcode: number; text: string }> {
  for (let at = 0; at + 6 <= data.length; ) {
    const opcode = (data[at] ?? 0) & 15
    const short = (data[at + 1] ?? 0) & 127
    const head = short === 126 ? 4 : 2
    const length = short === 126 ? data.readUInt16BE(at + 2) : short
    const mask = data.subarray(at + head, at + head + 4)
    const payload = data.subarray(at + head + 4, at + head + 4 + length)
    yield { opcode, text: Buffer.from(payload.map((byte, n) => byte ^ (mask[n % 4] ?? 0))).toString('utf8') }
    at += head + 4 + length
  }
}
