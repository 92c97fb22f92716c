import { describe, expect, it } from 'vitest'
import { type Form, filledIn } from '../../src/cards/form.ts'
import { digestForm } from '../../src/digests/chat/form.ts'
import type { ScopeNames } from '../../src/digests/words/scope-names.ts'
import { toFormActivity, toFormCard } from '../../src/msteams/form-card.ts'
import { exemptForm, moveForm, snoozeForm } from '../../src/nudges/form.ts'
import type { Conversation } from '../../src/platform.ts'
import { MONDAY, nudge } from '../nudges/bundles.ts'
import { json, same } from './golden.ts'
import { HOSTILE_NAMES } from './samples.ts'
import { hasShared } from './shared.ts'
import { teamsFaults } from './teams-validator.ts'

// Every form of the product as Microsoft Teams gets it.

const WHERE: Conversation = { platform: 'msteams', workspaceId: 'tenant', conversationId: 'a:1', direct: true }
const TEAMS = ['ads', 'search', 'vision', ...HOSTILE_NAMES.filter((name) => name.trim() !== '' && name.length < 100)]
const names: ScopeNames = {
  all: (dimension) => (dimension === 'team' ? TEAMS : dimension === 'project' ? ['atlas', 'lumen'] : []),
  find: () => [],
  similar: () => [],
}
const SETTING = { names, timezone: 'Europe/Paris', token: 'digest.new.c2ln', direct: false }
const NEW = digestForm(SETTING)
const EDIT = digestForm({
  ...SETTING,
  token: 'digest.edit.b2c3.c2ln',
  now: {
    scope: { dimension: 'team', values: ['search', '<!channel>'] },
    sections: ['movers', 'budget'],
    alerts: ['budget'],
    schedule: { rhythm: 'monthly', weekday: null, monthDay: 3, time: '08:30', timezone: 'America/New_York' },
    waitHours: 4,
    quiet: { from: '22:00', until: '07:00' },
    where: 'place',
  },
})
const NUDGE = { now: MONDAY, timezone: 'Europe/Paris', token: 'nudge.act.c2ln' }
const CORRECTED = filledIn(NEW, { kind: ['project'], names: ['team:search'], time: ['25:00'], quiet_from: ['22:00'] })

const FORMS: Readonly<Record<string, readonly [Form, Readonly<Record<string, string>>?]>> = {
  'digest-new': [NEW],
  'digest-edit': [EDIT],
  'digest-mistakes': [
    CORRECTED,
    {
      names: 'search is a team. Choose only projects, or set “About” to teams.',
      time: '25:00 is no time of day.',
      quiet_until: 'Until when? Or leave both empty.',
    },
  ],
  snooze: [snoozeForm(nudge('1'), NUDGE)],
  exempt: [exemptForm(nudge('1', { name: '*bold* <at>Everyone</at>' }), NUDGE)],
  move: [moveForm(nudge('1'), NUDGE)],
  'move-mistakes': [
    filledIn(moveForm(nudge('1'), NUDGE), { person: ['bne@north.example'] }),
    { person: 'I know nobody with this address.' },
  ],
}

describe('a form of the product on Microsoft Teams', () => {
  it.each(Object.entries(FORMS))('%s', (name, [form, mistakes = {}]) => {
    const setting = { where: WHERE, mistakes }
    if (hasShared) expect(teamsFaults(toFormCard(form, setting))).toEqual([])
    same(`form-${name}.msteams.json`, json(toFormActivity(form, setting)))
  })

  it('keeps all that there is to choose from', () => {
    expect(JSON.stringify(toFormCard(NEW, { where: WHERE }))).not.toContain('cannot be shown')
  })
})
