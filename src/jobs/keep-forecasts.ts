import { monthOf, saidOf } from '../budgets/month-end.ts'
import { scopeSeries } from '../budgets/scope-series.ts'
import { hasSnapshots, keepSnapshots } from '../budgets/snapshots.ts'
import { addDays } from '../civil-date.ts'
import { freshness } from '../spend/freshness.ts'
import { existingViews } from '../spend/views.ts'
import { readWatermarks } from '../spend/watermarks.ts'
import type { Job } from './jobs.ts'

/** As far back as the forecast of one project looks; reading the facts for longer would tell hardly more. */
const KNOWN_DAYS = 98
/** A source that is behind for longer is told as such elsewhere. */
const COMPLETENESS_DAYS = 60

/** Once a day, where each scope's month will end: so that next month somebody can ask how near that was. */
export const keepForecasts: Job = async ({ db, spend, now }) => {
  const today = now().toISOString().slice(0, 10)
  if (await hasSnapshots(db, today)) return undefined
  const views = await existingViews(spend)
  const sources = await readWatermarks(spend, views)
  const tomorrow = addDays(today, 1)
  const { completeThrough } =
    freshness({ start: addDays(today, -COMPLETENESS_DAYS), end: tomorrow }, sources, today) ?? {}
  // Without complete days there is nothing to go on from.
  if (completeThrough === undefined || completeThrough === null) return undefined
  const span = monthOf(today)
  const knownEnd = addDays(completeThrough, 1)
  const known = { start: addDays(knownEnd, -KNOWN_DAYS), end: knownEnd }
  const series = await scopeSeries(spend, { views, known, span })
  const forecasts = await keepSnapshots(
    db,
    series.flatMap(({ dimension, value, currency, known, actual }) =>
      saidOf(known, actual, span).map((said) => ({
        madeOn: today,
        scopeDimension: dimension,
        scopeValue: value,
        periodStart: span.start,
        periodEnd: span.end,
        billingCurrency: currency,
        completeThrough,
        ...said,
      })),
    ),
  )
  return forecasts === 0 ? undefined : { forecasts }
}
