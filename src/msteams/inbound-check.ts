import type { IncomingMessage } from 'node:http'
import { isObject, type Json, object, string } from '../chat/json.ts'
import { type Hosts, isLoopbackAddress, loopback } from './hosts.ts'

/** Why a request goes no further; `why` is for our log, never for whoever sent it. */
export interface Refusal {
  readonly status: number
  readonly why: string
}

const refusal = (status: number, why: string): Refusal => ({ status, why })

type Head = Pick<IncomingMessage, 'method' | 'headers'>

/** What is wrong with a request before its body is read. */
export function headFault({ method, headers }: Head): Refusal | undefined {
  if (method !== 'POST') return refusal(405, 'not a POST')
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? '')) return refusal(415, 'not JSON by its type')
  // Microsoft compresses nothing, and a small body must not become a large one.
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) return refusal(415, 'compressed')
  return undefined
}

/** In local development only this machine speaks, and no page of another's that its browser shows. */
export function localFault({ headers }: Head, remoteAddress: string | undefined): Refusal | undefined {
  if (!isLoopbackAddress(remoteAddress)) return refusal(403, 'not from this machine')
  if (!loopback(`http://${headers.host ?? ''}`)) return refusal(403, 'not meant for this machine')
  return undefined
}

/** undefined where a body is no object of JSON, or nested deeper than any of Microsoft's. */
export function readActivity(text: string): Json | undefined {
  if (isDeep(text)) return undefined
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : undefined
  } catch {
    // Not JSON; the caller says so.
    return undefined
  }
}

const MAX_DEPTH = 64

/** Looks at every character once, however hostile the text. */
function isDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const mark = text[i]
    if (quoted && mark === '\\') i += 1
    else if (mark === '"') quoted = !quoted
    else if (quoted) continue
    else if (mark === '[' || mark === '{') depth += 1
    else if (mark === ']' || mark === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

export interface Expected {
  readonly hosts: Hosts
  /** Whose people are answered; absent in local development, where that is everybody. */
  readonly tenantId?: string
}

/** What is wrong with an activity by its own words. Its token must agree with them before any is followed. */
export function activityFault(activity: Json, expected: Expected | undefined): Refusal | undefined {
  const type = string(activity.type)
  if (type === undefined) return refusal(400, 'no type')
  if ((type === 'message' || type === 'invoke') && string(activity.id) === undefined) return refusal(400, 'no id')
  if (activity.channelId !== 'msteams') return refusal(401, 'not from Microsoft Teams')
  const hosts = expected?.hosts ?? loopback
  // botbuilder compares the token's address with this one only where there is one.
  if (!hosts(string(activity.serviceUrl) ?? '')) return refusal(401, 'its serviceUrl is not allowed')
  return expected !== undefined && !isOfTenant(activity, expected.tenantId)
    ? refusal(401, 'of another tenant')
    : undefined
}

/** It tells its tenant in two places, of which one may be missing. botbuilder looks at neither. */
function isOfTenant(activity: Json, tenantId: string | undefined): boolean {
  const told = [object(object(activity.channelData).tenant).id, object(activity.conversation).tenantId]
    .filter((id) => id !== undefined)
    .map((id) => string(id)?.toLowerCase())
  return told.length > 0 && tenantId !== undefined && told.every((id) => id === tenantId.toLowerCase())
}
