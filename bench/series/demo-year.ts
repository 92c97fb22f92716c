import type { Daily } from '../../src/budgets/forecast.ts'
import { addUnits, type CivilDate, startOf } from '../../src/civil-date.ts'
import { dayNumber } from '../../src/demo/calendar.ts'
import type { Line } from '../../src/demo/charge.ts'
import { METER } from '../../src/demo/services.ts'
import { activitiesOf, DEMO_MONTHS } from '../../src/demo/write.ts'
import { type Condition, fits } from '../../src/ledger/mapping.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'

export interface DemoYear {
  readonly total: readonly Daily[]
  readonly teams: readonly Daily[]
  readonly 'cost areas': readonly Daily[]
}

/** What the demo company spends a day, in dollars: in all, of each team, in each cost area. Without files and database. */
export function demoYear(seed: number, last: CivilDate): DemoYear {
  const first = addUnits('month', startOf('month', last), 1 - DEMO_MONTHS)
  const [from, to] = [dayNumber(first), dayNumber(last)]
  const days = to - from + 1
  const sums = {
    total: new Map<string, number[]>(),
    teams: new Map<string, number[]>(),
    areas: new Map<string, number[]>(),
  }
  const areaOf = costAreas()
  for (const activity of activitiesOf({ seed, asOf: to, firstDay: from })) {
    if (activity.source === METER) continue
    for (let day = from; day <= to; day++)
      for (const { line, effective } of activity.charges(day, 1)) {
        if (line.currency !== undefined) continue
        const add = (to: Map<string, number[]>, key: string) => {
          const costs = to.get(key) ?? Array.from({ length: days }, () => 0)
          costs[day - from] = (costs[day - from] ?? 0) + effective / 1e9
          to.set(key, costs)
        }
        add(sums.total, '')
        add(sums.teams, line.allocation?.team ?? '')
        add(sums.areas, areaOf(line))
      }
  }
  const all = (of: ReadonlyMap<string, number[]>): Daily[] => [...of.values()].map((costs) => ({ first, costs }))
  return { total: all(sums.total), teams: all(sums.teams), 'cost areas': all(sums.areas) }
}

/** By the rules that an import goes by. */
function costAreas(): (line: Line) => string {
  const mapping = loadMapping()
  const known = new Map<Line, string>()
  const find = ({ service, resource, skuMeter }: Line) => {
    const facts: Record<Condition, string> = {
      provider: service.provider,
      service: service.name,
      category: service.category,
      subcategory: service.subcategory,
      resource_type: resource?.type ?? '',
      resource_class: '',
      instance_type: '',
      meter: skuMeter,
      unit: '',
      any: [resource?.type, resource?.name, resource?.id, skuMeter].join('\n'),
    }
    const rule = mapping.costAreas.find(({ when }) => when.every(({ of, match }) => fits(match, facts[of])))
    return rule?.area ?? mapping.defaultCostArea
  }
  return (line) => {
    const area = known.get(line) ?? find(line)
    known.set(line, area)
    return area
  }
}
