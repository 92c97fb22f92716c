import type { BudgetScope } from '../budgets/budget.ts'
import type { DigestScope } from '../digests/subscription.ts'

/** A name of a dimension that a team has spend under; null is what no team owns. */
export interface TeamName {
  readonly team: string | null
  readonly dimension: string
  readonly value: string
}

/** Which other things lie within a team or a business unit: those whose every name does. */
export interface Within {
  teamsOf(dimension: string, value: string): readonly (string | null)[]
  unitsOf(team: string): readonly string[]
}

export function withinOf(names: readonly TeamName[]): Within {
  const teams = new Map<string, (string | null)[]>()
  const units = new Map<string, string[]>()
  const add = <Value>(to: Map<string, Value[]>, key: string, value: Value) =>
    to.set(key, [...(to.get(key) ?? []), value])
  for (const { team, dimension, value } of names) {
    add(teams, JSON.stringify([dimension, value]), team)
    if (dimension === 'business_unit' && team !== null) add(units, team, value)
  }
  return {
    teamsOf: (dimension, value) => teams.get(JSON.stringify([dimension, value])) ?? [],
    unitsOf: (team) => units.get(team) ?? [],
  }
}

/** Whether a budget is of a scope: its own, or that of a part of it. What only partly lies in it is somebody else's news. */
export function holds(scope: DigestScope, dimension: BudgetScope, value: string, within: Within): boolean {
  if (scope === null) return true
  if (dimension === 'total') return false
  const isIn = (values: readonly (string | null)[]) =>
    values.length > 0 && values.every((each) => each !== null && scope.values.includes(each))
  if (scope.dimension === dimension) return isIn([value])
  switch (scope.dimension) {
    case 'project':
      return false
    case 'team':
      return isIn(within.teamsOf(dimension, value))
    case 'business_unit': {
      const teams = dimension === 'team' ? [value] : within.teamsOf(dimension, value)
      return teams.length > 0 && teams.every((team) => team !== null && isIn(within.unitsOf(team)))
    }
  }
}
