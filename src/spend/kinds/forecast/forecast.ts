import type { Kind } from '../kind.ts'
import { forecastCard } from './card.ts'
import type { Forecasts } from './found.ts'
import { readForecast } from './read.ts'
import { forecastSheet } from './sheet.ts'

/** Where a month, a quarter, a year or any span ahead will end. */
export const forecast: Kind<Forecasts> = {
  read: readForecast,
  card: forecastCard,
  sheet: forecastSheet,
  heeds: ['having', 'compare', 'withoutSources', 'each'],
}
