import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import { readRawBody } from '../chat/raw-body.ts'
import { readBearer } from './bearer.ts'
import type { Gateway, Hear } from './gateway.ts'
import { activityFault, type Expected, headFault, localFault, type Refusal, readActivity } from './inbound-check.ts'

export interface Authentication extends Expected {
  /** The only one whose tokens are looked at: not the Emulator's, not other bots'. */
  readonly issuer: string
  /** Why this token does not vouch for the activity; undefined where it does. Rejects where it cannot be checked now. */
  check(activity: Json, authorization: string, keyId: string): Promise<Refusal | undefined>
}

export interface InboundOptions {
  /** Absent in local development: nobody is authenticated. */
  readonly authentication?: Authentication
  /** For a body to arrive. */
  readonly patienceMs: number
  readonly log: Log
  readonly onRefused?: (status: number) => void
}

type Admission =
  | { readonly kind: 'admitted'; readonly activity: Json }
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'cut' }

/** Requests of the bot service: cheap checks, then the token; before both nothing that an activity says is followed. */
export function inbound({ authentication, patienceMs, log, onRefused }: InboundOptions): Gateway['handle'] {
  return async (request, response, hear) => {
    const admission = await admitted(request)
    switch (admission.kind) {
      case 'admitted':
        return admission.activity.type === 'invoke'
          ? answered(response, admission.activity, hear)
          : acknowledged(response, admission.activity, hear)
      case 'refused': {
        const { status, why } = admission
        onRefused?.(status)
        log.warn({ status, why }, 'a request for Microsoft Teams was refused')
        return respond(response, status)
      }
      case 'cut':
        return
    }
  }

  async function admitted(request: IncomingMessage): Promise<Admission> {
    const { authorization = '' } = request.headers
    const bearer = readBearer(authorization)
    const stranger = () =>
      bearer?.issuer === authentication?.issuer ? undefined : { status: 401, why: 'no token of Microsoft’s' }
    const fault =
      headFault(request) ??
      (authentication === undefined ? localFault(request, request.socket.remoteAddress) : stranger())
    if (fault !== undefined) return { kind: 'refused', ...fault }

    const body = await readRawBody(request, patienceMs)
    if (body.kind === 'cut') return { kind: 'cut' }
    if (body.kind === 'late') return { kind: 'refused', status: 408, why: 'too slow' }
    if (body.kind === 'too large') return { kind: 'refused', status: 413, why: 'too large' }
    const activity = readActivity(body.text)
    if (activity === undefined) return { kind: 'refused', status: 400, why: 'not JSON of the bot service' }
    const wrong = activityFault(activity, authentication) ?? (await unproven(activity, authorization, bearer?.keyId))
    return wrong === undefined ? { kind: 'admitted', activity } : { kind: 'refused', ...wrong }
  }

  async function unproven(activity: Json, authorization: string, keyId = ''): Promise<Refusal | undefined> {
    try {
      return await authentication?.check(activity, authorization, keyId)
    } catch (error) {
      log.error({ err: error }, 'tokens of Microsoft Teams cannot be checked')
      return { status: 503, why: 'tokens cannot be checked' }
    }
  }

  /** At once: what takes longer must not make Teams deliver again. */
  async function acknowledged(response: ServerResponse, activity: Json, hear: Hear): Promise<void> {
    respond(response, 200)
    try {
      await hear(activity)
    } catch (error) {
      log.error({ err: error }, 'an activity of Microsoft Teams could not be heard')
    }
  }

  async function answered(response: ServerResponse, activity: Json, hear: Hear): Promise<void> {
    try {
      const answer = await hear(activity)
      respond(response, answer?.status ?? 501, answer?.body)
    } catch (error) {
      log.error({ err: error }, 'an invoke of Microsoft Teams could not be answered')
      respond(response, 500)
    }
  }
}

/** A refusal says its status and nothing else, and hangs up on a body that was not read. */
function respond(response: ServerResponse, status: number, body?: Json): void {
  if (response.headersSent) return
  const text = body === undefined ? '' : JSON.stringify(body)
  response
    .writeHead(status, {
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(status === 405 ? { allow: 'POST' } : {}),
      ...(response.req.complete ? {} : { connection: 'close' }),
      'content-length': Buffer.byteLength(text),
    })
    .end(text)
}
