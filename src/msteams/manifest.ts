/** What Microsoft Teams is told of Tally before it meets it: manifest 1.19, which every client and cloud takes. */
export interface ManifestOptions {
  /** Of the bot; the app has the same, so that one made again replaces the one that is there. */
  readonly appId: string
  readonly name: string
  /** Teams takes a changed app only with a higher one. */
  readonly version: string
  readonly developer: {
    readonly name: string
    readonly websiteUrl: string
    readonly privacyUrl: string
    readonly termsOfUseUrl: string
  }
  /** To read the channels of the teams that install it: only so can it be seen whether a message arrived. */
  readonly history: boolean
}

const SCOPES = ['personal', 'team', 'groupChat'] as const

export function manifest({ appId, name, version, developer, history }: ManifestOptions) {
  return {
    $schema: 'https://developer.microsoft.com/en-us/json-schemas/teams/v1.19/MicrosoftTeams.schema.json',
    manifestVersion: '1.19',
    version,
    id: appId,
    developer,
    name: { short: name, full: `${name}: answers about AI spend` },
    description: { short: 'Ask what your AI costs, and get an answer you can trace.', full: ABOUT },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1F2A44',
    bots: [
      {
        botId: appId,
        scopes: SCOPES,
        // Figures go to people as files, in their own chat.
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [{ scopes: SCOPES, commands: COMMANDS }],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [],
    ...(history ? readsChannels(appId) : {}),
  }
}

// Teams wants a resource there, and any will do.
const readsChannels = (appId: string) => ({
  webApplicationInfo: { id: appId, resource: 'https://RscBasedStoreApp' },
  authorization: {
    permissions: { resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }] },
  },
})

const ABOUT =
  'Tally answers questions about AI spend where your team talks: what a team’s GPUs cost this week, what one request costs, ' +
  'whether a budget holds and where the month will end, what changed and why, what stands idle, which model is the right one, ' +
  'how much of the bill nobody owns. Every answer says how the question was read, how complete the data is, and can show ' +
  'where each number comes from. People see only the spend that they may see.'

// Choosing one writes its title, so each title is something that Tally answers.
const COMMANDS = [
  { title: 'spend this month', description: 'What AI cost so far, against last month' },
  { title: 'spend by team last month', description: 'Who spent what; any other name of the bill works as well' },
  { title: 'what changed and why?', description: 'The change against the month before, and what it is made of' },
  { title: 'are we within budget?', description: 'Budgets, and how far each is used' },
  { title: 'where will the month end?', description: 'The forecast, with its range and its past error' },
  { title: 'any anomalies?', description: 'What is unusual, and where' },
  { title: 'nudges mine', description: 'Idle resources that wait for you' },
  { title: 'digest', description: 'Set up a report that comes here by itself' },
  { title: 'digest list', description: 'The reports that come here, and when the next one does' },
  { title: 'help', description: 'What I can do' },
] as const
