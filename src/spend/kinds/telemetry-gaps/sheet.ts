import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { TelemetryGaps } from './found.ts'

export function sheet(_: Answer, { shown, others, perDay }: TelemetryGaps): Sheet {
  return {
    columns: [
      'kind',
      'resource_id',
      'resource_name',
      'rule',
      'team',
      'project',
      'owner',
      'reason',
      'coverage',
      'window_hours',
      'currency',
      'per_day',
    ],
    rows: [
      ...shown.flatMap(({ resourceId, name, rule, team, project, owner, verdict, perDay }) =>
        perDay.map(({ currency, amount }) => [
          'group',
          resourceId,
          name,
          rule.kind,
          team,
          project,
          owner,
          verdict.reason,
          verdict.evidence.coverage.toFixed(4),
          String(verdict.evidence.windowHours),
          currency,
          amount,
        ]),
      ),
      ...others.perDay.map(({ currency, amount }) => [
        'other',
        ...Array.from({ length: 9 }, () => null),
        currency,
        amount,
      ]),
    ],
    totals: perDay.map(({ currency, amount }) => ({ currency, total: amount })),
    adds: 'per_day',
  }
}
