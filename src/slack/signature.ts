import type { IncomingHttpHeaders } from 'node:http'
import { verifySlackRequest } from '@slack/bolt'

/** Slack signed exactly these bytes, within five minutes of now. Bolt itself accepts stamps from any future. */
export function isSigned(signingSecret: string, headers: IncomingHttpHeaders, rawBody: string, now: Date): boolean {
  const signature = headers['x-slack-signature']
  const stamp = headers['x-slack-request-timestamp']
  if (typeof signature !== 'string' || typeof stamp !== 'string' || !/^\d{1,12}$/.test(stamp)) return false
  if (Number(stamp) - now.getTime() / 1000 > FIVE_MINUTES) return false
  try {
    verifySlackRequest({
      signingSecret,
      body: rawBody,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(stamp) },
      nowMilliseconds: now.getTime(),
    })
    return true
  } catch {
    // It says no by throwing; what was wrong is of no use to whoever sent it.
    return false
  }
}

const FIVE_MINUTES = 5 * 60
