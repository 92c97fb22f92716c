import type { Wanted } from '../../src/digests/store.ts'

/** What somebody might ask for: yesterday's spend of everything, at nine in UTC. */
export const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  place: { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id: 'C1' },
  scope: null,
  sections: ['movers'],
  alerts: [],
  schedule: { rhythm: 'daily', weekday: null, monthDay: null, time: '09:00', timezone: 'UTC' },
  waitHours: 4,
  quiet: null,
  createdBy: 'ada@example.com',
  createdByUser: 'U1',
  ...more,
})
