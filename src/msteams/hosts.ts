import { isIPv4 } from 'node:net'

/** Whether a request may go there. */
export type Hosts = (url: string) => boolean

/** Microsoft's bot service over https; the hosts of tests besides. */
export const microsofts =
  (besides: readonly string[] = []): Hosts =>
  (text) => {
    const url = read(text)
    if (url === undefined) return false
    if (besides.includes(url.hostname)) return true
    return url.protocol === 'https:' && url.port === '' && MICROSOFTS.some((host) => host.test(url.hostname))
  }

/** This machine and no other. */
export const loopback: Hosts = (text) => {
  const hostname = read(text)?.hostname
  return hostname !== undefined && isLoopbackHost(hostname)
}

/** As `URL` gives it, which has read `127.1` and `0x7f.1` already. */
const isLoopbackHost = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))

export const isLoopbackAddress = (address = ''): boolean =>
  address === '::1' || address.replace(/^::ffff:/, '').startsWith('127.')

/** Read as `fetch` reads it, so that both see the same host; undefined where it is no plain address of the web. */
function read(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain ? url : undefined
}

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
const MICROSOFTS = [
  /^smba\.trafficmanager\.net$/,
  /^smba\.infra(\.[a-z0-9-]+)*\.teams\.microsoft\.(com|us)$/,
  /^([a-z0-9-]+\.)+botframework\.com$/,
]
