import { WORKSPACE } from '../../test/fake-slack.ts'
import { TENANT } from '../../test/fake-tenant.ts'

export const PLATFORMS = ['slack', 'msteams'] as const
export type ChannelPlatform = (typeof PLATFORMS)[number]

export interface Channels {
  /** In all. */
  readonly channels: number
  /** The channels are dealt out to them in turn. */
  readonly platforms: readonly ChannelPlatform[]
}

/** Where a message goes; no two platforms name a channel alike. */
export const channelOf = (message: number, { channels, platforms }: Channels): string => {
  const n = message % channels
  return platforms[n % platforms.length] === 'msteams' ? `19:c${n + 1}@thread.tacv2` : `C${n + 1}`
}

export const platformOf = (channel: string): ChannelPlatform => (channel.startsWith('19:') ? 'msteams' : 'slack')

export const workspaceOf = (channel: string): string => (platformOf(channel) === 'msteams' ? TENANT : WORKSPACE)
