import { days, shortDay } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import { listed } from '../../words.ts'
import type { UnitCost } from './found.ts'
import { unitWords } from './words.ts'

/** Which cost was counted against which units, on which days: without it a unit cost cannot be checked. */
export function unitNotes(answer: Answer, found: UnitCost): string[] {
  return [...basisNotes(found), ...dayNotes(answer, found), ...currencyNotes(found), ...groupNotes(found)]
}

function basisNotes({ basis, unit, spans }: UnitCost): string[] {
  const { many } = unitWords(unit)
  switch (basis.kind) {
    case 'bill':
      return unit === 'token'
        ? ['Cost and count of the charges that are billed by tokens.']
        : ['Cost and hours of the charges that are billed by GPU hours; machines billed otherwise are in neither.']
    case 'runs':
      return [
        'Cost of the runs that started in these days, as the runs themselves tell it, failed and cancelled ones among them; runs that still go on are not.',
      ]
    case 'counts': {
      const { workloads, makers, leftOut, unitName } = basis
      const makes = makers === null ? 0 : new Set(makers.map(({ project }) => project)).size
      return [
        makers !== null
          ? `Cost is the spend of the workloads that make ${many}, in ${makes === 1 ? `the project ${makers[0]?.project}` : `${makes} projects`}: ${listed([...new Set(makers.map(({ workload }) => workload))])}.`
          : workloads !== null
            ? `Cost is the spend of ${listed(workloads)} alone.`
            : 'Cost is all spend of what was asked about.',
        ...(leftOut.length === 0
          ? []
          : [`The ${many} of ${listed(leftOut)} are left out with their cost: ask for a workload by its name.`]),
        ...(unit === 'inference' && unitName === 'request'
          ? ['Inferences are not recorded, so requests stand for them.']
          : []),
        ...(unit === 'user' || unit === 'customer'
          ? [
              `A ${unit} counts once for each day and each project, so this is the cost of one ${unit} on one day; the same ${unit} on two days is two.`,
            ]
          : []),
        `Nothing tells whether the ${many} are all there: they are as they were last imported.`,
        ...(spans.soFar
          ? ['No day of this is complete yet, while its units are counted already: the price can only rise.']
          : []),
      ]
    }
  }
}

function dayNotes(answer: Answer, { basis, spans, unit }: UnitCost): string[] {
  if (basis.kind !== 'counts' || spans.whole === null || spans.soFar) return []
  const rest = days({ start: spans.now.end, end: spans.whole.end })
  return [
    answer.freshness === null
      ? 'Nothing tells which days are complete: counted through yesterday.'
      : `Counted through ${shortDay(addDays(spans.now.end, -1))}: the bill of ${rest} is not all there, while its ${unitWords(unit).many} are counted already.`,
  ]
}

const currencyNotes = ({ totals, unit, basis }: UnitCost): string[] =>
  totals.length < 2
    ? []
    : [
        basis.kind === 'counts'
          ? `The cost in each currency is divided by all ${unitWords(unit).many}: one costs all of them together.`
          : 'Each currency has its own charges and its own price.',
      ]

const groupNotes = ({ unit, groupedBy }: UnitCost): string[] =>
  unit === 'gpu_hour' && groupedBy.includes('instance type')
    ? ['A machine without an instance type is in “No instance type”.']
    : []
