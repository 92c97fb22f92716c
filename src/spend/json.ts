import type { Outcome } from './ask.ts'
import { findingSheet } from './kinds/kinds.ts'
import type { Question } from './question.ts'

/**
 * What `tally ask --json` prints: `{kind, question, reading, rows, total, currency, totals, freshness, sql}`. Amounts are exact
 * decimal text. `totals` holds one entry per currency; `total` and `currency` are those of the only one and null where there
 * are several, for currencies are never added, or none, for nothing recorded is not zero. A quantity has a `unit` and no
 * currency. `kind` is answer, clarify, refuse or help; what is read and cannot be told from the data is a refusal with a `reason` of its own.
 */
export function outcomeJson(outcome: Outcome): Record<string, unknown> {
  switch (outcome.kind) {
    case 'answer': {
      const { answer } = outcome
      const sheet = answer.finding && findingSheet(answer, answer.finding)
      const totals =
        sheet !== null
          ? sheet.totals
          : answer.totals.map(({ currency, amount, comparable, before, evenBefore, unallocated, unknown }) => ({
              currency,
              total: amount,
              before,
              ...(answer.comparison?.even ? { complete_days: { total: comparable, before: evenBefore ?? null } } : {}),
              unallocated,
              unknown_charges: unknown,
            }))
      const [only] = totals.length === 1 ? totals : []
      return {
        kind: 'answer',
        id: answer.id,
        question: questionJson(answer.question),
        reading: {
          sentence: answer.sentence,
          chips: answer.chips,
          repairs: answer.repairs,
          continued: answer.continued,
        },
        total: only?.total ?? null,
        currency: only?.currency ?? null,
        unit: answer.unit,
        totals,
        compared_with: answer.comparison && { ...answer.comparison },
        group_by: answer.groupBy,
        ...(answer.finding === null ? {} : { finding: answer.finding.kind }),
        rows:
          sheet === null
            ? answer.rows.map(({ kind, keys, currency, amount, before, groups }) => ({
                kind,
                ...Object.fromEntries(answer.groupBy.map((dimension, i) => [dimension, keys[i] ?? null])),
                currency,
                amount,
                ...(answer.comparison === null ? {} : { before }),
                groups,
              }))
            : sheet.rows.map((row) => Object.fromEntries(sheet.columns.map((column, i) => [column, row[i] ?? null]))),
        // How many rows a sum took tells of our views, not of the spend.
        trend: answer.trend && {
          ...answer.trend,
          series: answer.trend.series.map(({ charges: _, ...series }) => series),
        },
        freshness: answer.freshness,
        sources: answer.sources,
        row_count: answer.rowCount,
        recorded: answer.recorded,
        timezone: answer.timezone,
        today: answer.today,
        sql: answer.sql,
      }
    }
    case 'clarify':
      return { kind: 'clarify', id: outcome.id, clarify: outcome.clarify }
    case 'refuse':
      return { kind: 'refuse', reason: outcome.reason }
    case 'help':
      return { kind: 'help', examples: outcome.examples }
    case 'cannot':
      return {
        kind: 'refuse',
        reason: 'not_in_the_data',
        why: outcome.why,
        question: questionJson(outcome.question),
      }
    case 'stranger':
      return { kind: 'refuse', reason: 'unknown_person' }
    case 'nothing_loaded':
      return { kind: 'refuse', reason: 'nothing_loaded' }
    case 'hidden':
      return { kind: 'refuse', reason: 'not_visible' }
  }
}

/** In the words of the question set: snake_case, ends exclusive, what the text did not ask for left out. */
function questionJson(question: Question): Record<string, unknown> {
  const period = ({ start, end }: { start: string; end: string }) => ({ start, end_exclusive: end })
  return {
    intent: question.intent,
    measure: question.measure,
    filters: question.filters,
    group_by: question.groupBy,
    period: period(question.period),
    compare: question.compare === null ? null : period(question.compare),
    limit: question.limit,
    grain: question.grain,
    ...(question.periodDefaulted ? { period_defaulted: true } : {}),
    ...(Object.keys(question.exclude).length > 0 ? { exclude: question.exclude } : {}),
    ...(question.sort === 'asc' ? { sort: 'asc' } : {}),
    ...(question.having === null ? {} : { having: { op: question.having.op, value: Number(question.having.value) } }),
    ...(question.unit === null ? {} : { unit: question.unit }),
    ...(question.chart ? { chart: true } : {}),
    ...(question.focus === undefined ? {} : { focus: question.focus }),
    ...(question.withoutSources === undefined ? {} : { without_sources: question.withoutSources }),
  }
}
