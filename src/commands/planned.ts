import { type PlannedAnomaly, planAnomaly, plannedBetween, unplanAnomaly } from '../budgets/planned-anomaly.ts'
import { day } from '../cards/format.ts'
import { civilDate } from '../civil-date.ts'
import { Fault } from '../errors.ts'
import { findPerson } from '../people/store.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface PlanOptions {
  readonly team?: string
  readonly costArea?: string
  readonly model?: string
  readonly from: string
  readonly until?: string
  readonly as: string
}

export async function planned(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const plans = await plannedBetween(own.db, { start: '1900-01-01', end: '3000-01-01' })
    if (options.json) return terminal.say(JSON.stringify(plans, null, 2))
    terminal.say(plans.length === 0 ? 'Nothing is planned.' : plans.map(line).join('\n'))
  })
}

export async function addPlanned(reason: readonly string[], options: PlanOptions, terminal: Terminal): Promise<void> {
  const firstDay = dayOf(options.from)
  const plan = {
    team: options.team ?? null,
    costArea: options.costArea ?? null,
    modelName: options.model ?? null,
    firstDay,
    lastDay: options.until === undefined ? firstDay : dayOf(options.until),
    reason: reason.join(' '),
  }
  await withMigrated(terminal, async ({ own }) => {
    const by = await knownPerson(own.db, options.as)
    const id = await planAnomaly(own.db, plan, by)
    terminal.say(`Planned: ${line({ ...plan, id, plannedBy: by.email })}`)
  })
}

export async function removePlanned(id: string, options: { readonly as: string }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const gone = await unplanAnomaly(own.db, id, await knownPerson(own.db, options.as))
    if (!gone) throw new Fault(`There is no plan ${id}.`, 'See them: npx tally planned')
    terminal.say(`Plan ${id} is gone: what it explained is told as unusual again.`)
  })
}

async function knownPerson(db: Parameters<typeof findPerson>[0], email: string) {
  const person = await findPerson(db, email)
  if (person === undefined)
    throw new Fault(`I know nobody called ${email}.`, 'Load who asks: npx tally import people FILE')
  return person
}

function dayOf(text: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const known = civilDate(Number(year), Number(month), Number(date))
  if (known === undefined) throw new Fault(`${text} is no day.`, 'Write it like 2026-11-23.')
  return known
}

function line({ id, team, costArea, modelName, firstDay, lastDay, reason, plannedBy }: PlannedAnomaly): string {
  const where = [team, costArea, modelName].filter((name) => name !== null).join(' · ')
  const days = firstDay === lastDay ? day(firstDay) : `${day(firstDay)} – ${day(lastDay)}`
  return `${id}  ${where}, begins ${days}: ${reason} (${plannedBy})`
}
