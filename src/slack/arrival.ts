import type { Conversation, Inbound, Sender } from '../platform.ts'

/** What reached us, and what Slack needs to hear the answer. */
export interface Arrival {
  readonly inbound: Inbound
  /** Any of these seen before means that this was handled before. */
  readonly deliveryKeys: readonly string[]
  /** Good for five answers within half an hour. */
  readonly responseUrl?: string
  /** The message whose button was pressed; absent where nobody can address it. */
  readonly pressedMessageId?: string
  /** A thread that others see already; Slack shows ephemeral messages in no other. */
  readonly activeThreadId?: string
  /** Good for opening one form, within three seconds. */
  readonly triggerId?: string
  /** The form that was sent: Slack's id of it, and the names of its fields. */
  readonly form?: { readonly id: string; readonly fields: readonly string[] }
}

export interface Reading {
  readonly requestId: string
  /** Ours, once Slack told; payloads mostly say it themselves. */
  readonly botUserId?: string
}

export function sender(workspaceId: string | undefined, userId: string | undefined): Sender | undefined {
  return workspaceId === undefined || userId === undefined ? undefined : { platform: 'slack', workspaceId, userId }
}

export const conversation = (
  from: Sender,
  id: string,
  threadId: string | undefined,
  direct: boolean,
): Conversation => ({
  platform: 'slack',
  workspaceId: from.workspaceId,
  conversationId: id,
  direct,
  ...given('threadId', threadId),
})

export const keys = (parts: readonly (string | undefined)[]): readonly string[] =>
  parts.includes(undefined) ? [] : [parts.join(':')]

export function given<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]?: string })
}
