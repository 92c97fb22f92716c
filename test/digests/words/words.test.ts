import { describe, expect, it } from 'vitest'
import { commandWords } from '../../../src/digests/words/said.ts'
import { scopeNames } from '../../../src/digests/words/scope-names.ts'
import { readDraft, readSaid, type Said } from '../../../src/digests/words/words.ts'
import { nameIndex } from '../../../src/spend/understanding/name-index.ts'

const VALUES = {
  team: [
    'search',
    'ads',
    'data-platform',
    'Ranking & Ads',
    'night shift',
    'search-2',
    '<!channel>',
    '***',
    'R&D "core"',
    'shared',
  ],
  project: ['atlas', 'nova-chat', 'shared', 'daily-news'],
  business_unit: ['Retail', 'Consumer Goods'],
}
const index = nameIndex({ values: VALUES, aliases: { team: { dp: 'data-platform' } } })
const has = (dimension: string, value: string) =>
  Object.entries(VALUES).some(([name, values]) => name === dimension && values.includes(value))
const names = scopeNames({ index, empty: false, has })
const setting = { names, ownTeams: ['ads', 'search'], timezone: 'Europe/Paris' }

/** What was read, in a line: rhythm, scope, and what is not usual. */
function line(text: string): string {
  const read = readDraft(text, setting)
  if ('mistakes' in read) return read.mistakes.map(({ field, text: told }) => `${field}! ${told}`).join(' | ')
  const { scope, schedule, sections, alerts, waitHours, quiet, where } = read.value
  return [
    schedule.rhythm,
    ...(schedule.weekday === null ? [] : [String(schedule.weekday)]),
    ...(schedule.monthDay === null ? [] : [String(schedule.monthDay)]),
    schedule.time,
    scope === null ? 'everything' : `${scope.dimension}:${scope.values.join('+')}`,
    ...(schedule.timezone === 'Europe/Paris' ? [] : [schedule.timezone]),
    ...(sections.length === 8 ? [] : [sections.join(',')]),
    ...(alerts.length === 0 ? [] : [`alerts ${alerts.join(',')}`]),
    ...(waitHours === 4 ? [] : [`wait ${waitHours}`]),
    ...(quiet === null ? [] : [`quiet ${quiet.from}-${quiet.until}`]),
    ...(where === 'here' ? [] : [where]),
  ].join(' ')
}

describe('a digest in words', () => {
  it.each<[string, string]>([
    ['weekly mon 09:00 for team search', 'weekly 1 09:00 team:search'],
    ['WEEKLY MON 09:00 FOR TEAM SEARCH', 'weekly 1 09:00 team:search'],
    ['every monday at 9am for team search', 'weekly 1 09:00 team:search'],
    ['Every Monday At 9:00 AM For Team Search', 'weekly 1 09:00 team:search'],
    ['for team search every monday at 9', 'weekly 1 09:00 team:search'],
    ['mondays @ 9 for team search', 'weekly 1 09:00 team:search'],
    ['on mondays @9 for search', 'weekly 1 09:00 team:search'],
    ['mon 9 for search', 'weekly 1 09:00 team:search'],
    ['each tue at noon for search', 'weekly 2 12:00 team:search'],
    ['weekly wednesday midnight for search', 'weekly 3 00:00 team:search'],
    ['thurs 5pm for search', 'weekly 4 17:00 team:search'],
    ['fri 5 p.m. for search', 'weekly 5 17:00 team:search'],
    ['friday 17h30 for search', 'weekly 5 17:30 team:search'],
    ['sat 12 am for search', 'weekly 6 00:00 team:search'],
    ['sun 12:15pm for search', 'weekly 7 12:15 team:search'],
    ['weekly for search', 'weekly 1 09:00 team:search'],
    ['weekly at 10 o’clock for search', 'weekly 1 10:00 team:search'],
    ['daily 8:30 for everything', 'daily 08:30 everything'],
    ['daily 8.30 for everything', 'daily 08:30 everything'],
    ['daily 0830 for everything', 'daily 08:30 everything'],
    ['everyday 8h for all', 'daily 08:00 everything'],
    ['every day at 08:30 for the whole company', 'daily 08:30 everything'],
    ['once a day 7 uhr for all teams', 'daily 07:00 everything'],
    ['weekdays 9:00 for everything', 'weekdays 09:00 everything'],
    ['every weekday at 9 for everything', 'weekdays 09:00 everything'],
    ['mon-fri 9:00 for everything', 'weekdays 09:00 everything'],
    ['Monday to Friday at 9am for everything', 'weekdays 09:00 everything'],
    ['working days 7:45 for everything', 'weekdays 07:45 everything'],
    ['monthly 1st 9am for business unit Retail', 'monthly 1 09:00 business_unit:Retail'],
    ['monthly on the 15th at 10:00 for bu consumer goods', 'monthly 15 10:00 business_unit:Consumer Goods'],
    ['on the 3rd of every month 9am for project atlas', 'monthly 3 09:00 project:atlas'],
    ['every month for project Nova Chat', 'monthly 1 09:00 project:nova-chat'],
    ['monthly 15 9am for atlas', 'monthly 15 09:00 project:atlas'],
    ['monthly day 28 for atlas', 'monthly 28 09:00 project:atlas'],
    ['weekly mon 9 for teams search and ads', 'weekly 1 09:00 team:ads+search'],
    ['weekly mon 9 for teams search, ads, and dp', 'weekly 1 09:00 team:ads+data-platform+search'],
    ['weekly mon 9 for team search & team ads', 'weekly 1 09:00 team:ads+search'],
    ['weekly mon 9 for team search and search', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 for the search team', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 for search and ads teams', 'weekly 1 09:00 team:ads+search'],
    ['weekly mon 9 for team ranking & ads', 'weekly 1 09:00 team:Ranking & Ads'],
    ['for team night shift daily 9:00', 'daily 09:00 team:night shift'],
    ['daily 9:00 for project daily-news', 'daily 09:00 project:daily-news'],
    ['daily 9:00 for team shared', 'daily 09:00 team:shared'],
    ['daily 9:00 for team search-2', 'daily 09:00 team:search-2'],
    ['daily 9:00 for team <!channel>', 'daily 09:00 team:<!channel>'],
    ['daily 9:00 for team ***', 'daily 09:00 team:***'],
    ['daily 9:00 for team “search”, “ads”', 'daily 09:00 team:ads+search'],
    ['daily 9:00 for team R&D "core"', 'daily 09:00 team:R&D "core"'],
    ['team search daily 9:00', 'daily 09:00 team:search'],
    ['daily 9 for my teams', 'daily 09:00 team:ads+search'],
    ['weekly mon 9 for search in Asia/Kolkata', 'weekly 1 09:00 team:search Asia/Kolkata'],
    ['weekly mon 9 for search in asia/kolkata', 'weekly 1 09:00 team:search Asia/Kolkata'],
    ['weekly mon 9am New York time for search', 'weekly 1 09:00 team:search America/New_York'],
    ['weekly mon 09:00 (America/New_York) for search', 'weekly 1 09:00 team:search America/New_York'],
    ['weekly mon 09:00 in new york for search to me', 'weekly 1 09:00 team:search America/New_York me'],
    ['weekly mon 09:00 utc for search', 'weekly 1 09:00 team:search UTC'],
    ['weekly mon 09:00 my time for search', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 for search to me', 'weekly 1 09:00 team:search me'],
    ['send me a weekly digest mon 9 for search in my DMs', 'weekly 1 09:00 team:search me'],
    ['please weekly mon 9 for search here', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 for search with movers, budget', 'weekly 1 09:00 team:search movers,budget'],
    ['weekly mon 9 for search with unit cost and top movers', 'weekly 1 09:00 team:search movers,unit_cost'],
    [
      'weekly mon 9 for search without idle and forecast',
      'weekly 1 09:00 team:search movers,top,budget,anomalies,unallocated,unit_cost',
    ],
    ['weekly mon 9 for search with everything', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 with movers for team search', 'weekly 1 09:00 team:search movers'],
    ['weekly mon 9 for search alerts', 'weekly 1 09:00 team:search alerts budget,anomaly'],
    ['weekly mon 9 for search with movers and budget alerts', 'weekly 1 09:00 team:search movers alerts budget'],
    ['weekly mon 9 for search alerts for anomalies', 'weekly 1 09:00 team:search alerts anomaly'],
    ['weekly mon 9 for search no alerts', 'weekly 1 09:00 team:search'],
    ['weekly mon 9 for search wait 6h', 'weekly 1 09:00 team:search wait 6'],
    ['weekly mon 9 for search wait up to 2 days', 'weekly 1 09:00 team:search wait 48'],
    ['weekly mon 9 for search no waiting', 'weekly 1 09:00 team:search wait 0'],
    ['weekly mon 9 for search quiet 22:00-07:00', 'weekly 1 09:00 team:search quiet 22:00-07:00'],
    ['weekly mon 9 for search quiet hours from 10pm to 7 am', 'weekly 1 09:00 team:search quiet 22:00-07:00'],
    [
      'weekly mon 09:00 for teams search and ads in Asia/Tokyo to me with movers, budget wait 6h alerts quiet 22:00-07:00',
      'weekly 1 09:00 team:ads+search Asia/Tokyo movers,budget alerts budget,anomaly wait 6 quiet 22:00-07:00 me',
    ],
  ])('%s', (text, read) => expect(line(text)).toBe(read))
})

describe('a mistake is told with what to write instead', () => {
  it.each<[string, RegExp]>([
    ['', /How often\?.*\| names! About what\? Add: for team NAME/],
    ['weekly mon 9', /^names! About what\?/],
    [
      'for team search',
      /^rhythm! How often\? Write daily, weekdays, weekly or monthly\. Write: digest weekly mon 09:00/,
    ],
    ['weekly mon 9 for team', /Of which team\?/],
    ['weekly mon 9 for team serach', /^names! I know no team called “serach”: it matched 0 of 9\. Did you mean search/],
    ['weekly mon 9 for project qqqq', /^names! I know no project called “qqqq”: .* Ask “spend by project”/],
    ['weekly mon 9 for team qqqq', /^names! I know no team called “qqqq”: it matched 0 of 9\. Ask “spend by team”/],
    [
      'weekly mon 9 for serach',
      /I know no team, project or business unit called “serach”: it matched 0 of 15\. Did you mean team search/,
    ],
    ['for team serach weekly mon 9 in Asia/Tokyo', /^names! I know no team called “serach”[^|]*$/],
    ['weekly mon 9 for team search and unicorn', /^names! I know no team called “unicorn”/],
    ['weekly mon 9 for team atlas', /I know no team called “atlas”/],
    ['weekly mon 9 for shared', /“shared” can be a team or a project\. Write which: for team shared/],
    ['weekly mon 9 for team search and project atlas', /not all of one kind/],
    ['weekly mon 9 for model gpt-4o', /I know no team, project or business unit called “model gpt-4o”/],
    ['daily 25:00 for search', /^time! “25:00” is no time of day\. Write it like 09:00 or 5pm\.$/],
    ['daily 9:75 for search', /“9:75” is no time/],
    ['daily 13pm for search', /“13pm” is no time/],
    ['daily 24:00 for search', /write 00:00/],
    ['daily 9,30 for search', /“9,30” is no time of day\. Write 09:30\./],
    ['daily 9:00 and 17:00 for search', /one time, and I read 9:00 and 17:00/],
    ['every morning for search', /How often/],
    ['daily in the morning for search', /At what time of the morning/],
    ['daily at 9 in the evening for search', /can be two times/],
    ['hourly for search', /daily, on weekdays, weekly or monthly/],
    ['biweekly mon 9 for search', /daily, on weekdays, weekly or monthly/],
    ['every other monday 9 for search', /daily, on weekdays, weekly or monthly/],
    ['mon and thu 9:00 for search', /one day\. Set up one for each of Monday and Thursday, or write weekdays/],
    ['daily weekly 9 for search', /both weekly and daily/],
    ['monthly mon 9:00 for search', /both monthly and weekly/],
    ['monthly 31st 9am for search', /Not every month has a 31st\. Choose 1 to 28/],
    ['monthly first monday 9am for search', /comes on a date, 1 to 28/],
    ['monthly last day 9am for search', /comes on a date, 1 to 28/],
    ['monthly 9 for search', /Is 9 the day or the hour\?/],
    ['weekly mon 9 EST for search', /“EST” is not the name of one time zone\. Name a place: in America\/New_York/],
    ['weekly mon 9 for search in IST', /in Asia\/Kolkata, or in Europe\/Dublin, or in Asia\/Jerusalem/],
    ['weekly mon 9 for search in CET', /in Europe\/Paris, or in Europe\/Berlin/],
    ['weekly mon 9 for search in utc+2', /forgets that clocks change/],
    ['weekly mon 9 for search in Germany', /I know no time zone “Germany”/],
    ['weekly mon 9 for search in Mars/Base', /I know no time zone “Mars\/Base”/],
    ['weekly mon 9 for search in #ai-costs', /^where! I post where this is written/],
    ['weekly mon 9 for search to channel ai-costs', /^where! I post where this is written/],
    ['weekly mon 9 for search with charts', /^sections! I do not know “charts”\. A digest can show movers/],
    ['weekly mon 9 for search wait 10 minutes', /0 to 168 whole hours/],
    ['weekly mon 9 for search wait 30 days', /0 to 168 whole hours/],
    ['weekly mon 9 for search quiet', /From when until when/],
    ['weekly mon 9 for search quiet 25:00-07:00', /no two times of day/],
    ['weekly mon 9 for search quiet 22:00-22:00', /another end/],
    ['weekly mon 9 for search except bananas', /do not understand “except bananas”|do not know “bananas”/],
    ['monthly 1st 9am for search fhqwhgads', /do not understand “fhqwhgads”/],
    ['weekly mon 9 for team <@U123> ; drop table', /I know no team called/],
  ])('%s', (text, told) => expect(line(text)).toMatch(told))

  it('of a long text stays short, and is read in no time', () => {
    const long = `weekly mon 9 for team ${'x '.repeat(2000)}`
    const before = performance.now()
    expect(line(long).length).toBeLessThan(6000)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('what is meant for digests', () => {
  it.each<[string, Said | undefined]>([
    ['digest', { kind: 'form' }],
    ['Digest ', { kind: 'form' }],
    ['digest new', { kind: 'form' }],
    ['digests', { kind: 'list', all: false }],
    ['digest list', { kind: 'list', all: false }],
    ['digest list all', { kind: 'list', all: true }],
    ['digests all', { kind: 'list', all: true }],
    ['status', { kind: 'list', all: false }],
    ['STATUS?', { kind: 'list', all: false }],
    ['status all', { kind: 'list', all: true }],
    ['digest status', { kind: 'list', all: false }],
    ['digest help', { kind: 'help' }],
    ['digest ?', { kind: 'help' }],
    ['digest pause k7p2', { kind: 'act', act: 'pause', id: 'k7p2' }],
    ['digest stop K7P2', { kind: 'act', act: 'pause', id: 'k7p2' }],
    ['digest resume `k7p2`', { kind: 'act', act: 'resume', id: 'k7p2' }],
    ['digest delete k7p2.', { kind: 'act', act: 'remove', id: 'k7p2' }],
    ['digest edit k7p2', { kind: 'act', act: 'edit', id: 'k7p2' }],
    ['digest test k7p2', { kind: 'act', act: 'test', id: 'k7p2' }],
    ['digest pause', { kind: 'act', act: 'pause', id: undefined }],
    ['digest: weekly mon 9 for search', { kind: 'set', text: 'weekly mon 9 for search' }],
    ['digest constructor', { kind: 'set', text: 'constructor' }],
    ['status of our budgets', undefined],
    ['digestion of costs', undefined],
    ['digest-service cost last month', undefined],
    ['team digest cost', undefined],
    ['what does the weekly digest cost', undefined],
    ['cost of digest last month', undefined],
    ['', undefined],
  ])('%s', (text, said) => expect(readSaid(text)).toEqual(said))
})

it('can be written again as it was read', () => {
  for (const text of [
    'weekly fri 17:30 for teams ads and search in Asia/Tokyo',
    'monthly 3rd 09:00 for everything to me',
    'weekdays 08:00 for project atlas',
  ]) {
    const read = readDraft(text, setting)
    if ('mistakes' in read) throw new Error(text)
    const again = commandWords(read.value, read.value.where === 'me').replace(/^digest /, '')
    expect(readDraft(again, setting)).toEqual(read)
  }
})
