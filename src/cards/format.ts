import { Big } from 'big.js'

// How figures, days and instants read. Figures arrive as the database's decimal text and are never floats on the way:
// `Intl.NumberFormat` rounds decimal text exactly, big.js does what Intl cannot (differences and ratios).
// Rounding is half away from zero ("half-expand"), as invoices do. What is not zero never reads as zero.

/** Nothing was recorded, which is not zero. */
export const NO_DATA = 'no data'

const LOCALE = 'en-US'
const KNOWN_CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
/** The smallest figure that is written out; what is smaller reads "less than". */
const SMALLEST = new Big('0.00000001')

/** "$12,345.67", "-€5.00", "¥120", "$0.000002", "less than $0.00000001", "120 Token" for a currency that is none. */
export function money(decimal: string, currency: string): string {
  if (!KNOWN_CURRENCIES.has(currency)) return `${figure(decimal, plainNumber)} ${currency}`
  const cents = numberFormat(`money ${currency}`, { style: 'currency', currency })
  return figure(decimal, cents, (options) =>
    numberFormat(`money ${currency} ${JSON.stringify(options)}`, { style: 'currency', currency, ...options }),
  )
}

/** Money for a glance: no cents from a thousand on: "$48,210", "$999.99". */
export function briefMoney(decimal: string, currency: string): string {
  if (exact(decimal).abs().lt(1000)) return money(decimal, currency)
  const whole = { minimumFractionDigits: 0, maximumFractionDigits: 0 }
  const rounded = text(exact(decimal))
  if (!KNOWN_CURRENCIES.has(currency)) return `${numberFormat('brief', whole).format(rounded)} ${currency}`
  return numberFormat(`brief ${currency}`, { style: 'currency', currency, ...whole }).format(rounded)
}

/** What one of something costs: four significant digits below one, for "$0.01" a request hides half of it. */
export function price(decimal: string, currency: string): string {
  const amount = exact(decimal)
  if (amount.eq(0) || amount.abs().gte(1) || amount.abs().lt(SMALLEST)) return money(decimal, currency)
  const rounded = text(amount.prec(4, Big.roundHalfUp))
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 20 }
  if (!KNOWN_CURRENCIES.has(currency)) return `${numberFormat('price', digits).format(rounded)} ${currency}`
  return numberFormat(`price ${currency}`, { style: 'currency', currency, ...digits }).format(rounded)
}

/** "1.2M tokens", "12,345 requests", "1 request". `unit` is singular ("gpu_hour") or a meter's own plural ("GPU-Hours"). */
export function quantity(decimal: string, unit: string): string {
  const said = count(decimal)
  return `${said} ${counted(unit, said)}`
}

/** "1.2M", "12,345": a quantity where a column or an axis tells the unit. */
export const count = (decimal: string): string =>
  exact(decimal).abs().gte(1_000_000) ? compactNumber.format(text(exact(decimal))) : figure(decimal, plainNumber)

/** Every digit of it: "1,234,567.25 tokens". */
export function exactQuantity(decimal: string, unit: string): string {
  const [whole = '0', fraction] = exact(decimal).toFixed().split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') // Intl stops at 20 fraction digits on Node 20.
  const said = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return `${said} ${counted(unit, said)}`
}

/** A chart's value in words. Charts carry numbers, for a picture needs no exact cents; null is "no data", never zero. */
export function point(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return NO_DATA
  if (KNOWN_CURRENCIES.has(unit)) return money(String(value), unit)
  return `${figure(String(value), plainNumber)}${unit === '%' ? '%' : ''}`
}

/** "tokens", "GPU hours": what figures without their unit are counted in. */
export const unitName = (unit: string): string => counted(unit, '')

/** The share of a part: "12.3%", "less than 0.1%", "100%" only for all of it; undefined where there is no whole. */
export function percent(part: string, whole: string): string | undefined {
  const base = exact(whole)
  if (base.lte(0)) return undefined
  const share = exact(part).div(base)
  if (share.gt('0.999') && share.lt(1)) return 'more than 99.9%'
  return ratio(share)
}

export interface Change {
  /** The difference, signed, as exact decimal text; undefined where the earlier figure is unknown. */
  readonly absolute?: string
  /** Unsigned ("12.3%"); undefined where the earlier figure is zero, negative or unknown. */
  readonly percent?: string
  /** "up $120.00 (12.3%)", "down $5.00 (50%)", "unchanged", "nothing to compare with". */
  readonly words: string
}

/** What changed since before. `say` puts a decimal into words: `(d) => money(d, 'USD')`; without it only the share is told. */
export function change(now: string, before: string | null | undefined, say?: (decimal: string) => string): Change {
  if (before === null || before === undefined) return { words: 'nothing to compare with' }
  const base = exact(before)
  const difference = exact(now).minus(base)
  const absolute = difference.toFixed()
  if (difference.eq(0)) return { absolute, words: 'unchanged' }
  const way = difference.gt(0) ? 'up' : 'down'
  const size = say?.(difference.abs().toFixed())
  if (base.lte(0)) return { absolute, words: size === undefined ? way : `${way} ${size}` }
  const share = ratio(difference.abs().div(base))
  return { absolute, percent: share, words: size === undefined ? `${way} ${share}` : `${way} ${size} (${share})` }
}

/** "Nov 22, 2026" */
export const day = (date: string): string => dayFormat.format(utc(date))

/** "Nov 22", for axes where the year is told elsewhere. */
export const shortDay = (date: string): string => shortDayFormat.format(utc(date))

/** "Nov 2026", where a whole month's name has no room. */
export const shortMonth = (date: string): string => shortMonthFormat.format(utc(date))

/**
 * Half-open days in, the words people use out, last day included: "Nov 16 – Nov 22, 2026", "Nov 22, 2026",
 * "October 2026", "July – September 2026", "Dec 28, 2025 – Jan 3, 2026".
 */
export function days(period: { readonly start: string; readonly end: string }): string {
  if (period.end <= period.start) return 'no days'
  const last = new Date(utc(period.end).getTime() - DAY).toISOString().slice(0, 10)
  const sameYear = period.start.slice(0, 4) === last.slice(0, 4)
  if (period.start.endsWith('-01') && period.end.endsWith('-01')) {
    if (period.start.slice(0, 7) === last.slice(0, 7)) return monthFormat.format(utc(last))
    const first = sameYear ? monthOnlyFormat : monthFormat
    return `${first.format(utc(period.start))} – ${monthFormat.format(utc(last))}`
  }
  if (period.start === last) return day(last)
  return `${sameYear ? shortDay(period.start) : day(period.start)} – ${day(last)}`
}

/** "Nov 23, 2026, 10:41 GMT+1": the zone is always said. */
export function instant(at: Date, zone: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at)
}

const DAY = 24 * 60 * 60 * 1000
const utc = (date: string) => new Date(`${date}T00:00:00Z`)
const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })
const dayFormat = dateFormat({ month: 'short', day: 'numeric', year: 'numeric' })
const shortDayFormat = dateFormat({ month: 'short', day: 'numeric' })
const monthFormat = dateFormat({ month: 'long', year: 'numeric' })
const shortMonthFormat = dateFormat({ month: 'short', year: 'numeric' })
const monthOnlyFormat = dateFormat({ month: 'long' })

const formats = new Map<string, Intl.NumberFormat>()
/** Building a formatter costs some hundred times as much as using it. */
function numberFormat(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formats.get(name)
  if (known) return known
  const made = new Intl.NumberFormat(LOCALE, options)
  formats.set(name, made)
  return made
}

const plainNumber = numberFormat('plain', { maximumFractionDigits: 2 })
const compactNumber = numberFormat('compact', { notation: 'compact', maximumFractionDigits: 1 })
const percentNumber = numberFormat('percent', { style: 'percent', maximumFractionDigits: 1 })

/** The usual form, or two significant digits where the usual form would lose the figure. */
function figure(
  decimal: string,
  usual: Intl.NumberFormat,
  variant = (options: Intl.NumberFormatOptions) => numberFormat(JSON.stringify(options), options),
): string {
  const amount = exact(decimal)
  const places = usual.resolvedOptions().maximumFractionDigits ?? 2
  if (amount.eq(0)) return usual.format('0')
  if (amount.abs().gte(new Big(10).pow(-places))) return usual.format(text(amount))
  if (amount.abs().gte(SMALLEST)) return variant({ maximumSignificantDigits: 2 }).format(text(amount))
  const least = variant({ maximumSignificantDigits: 1 }).format(text(SMALLEST))
  return amount.gt(0) ? `less than ${least}` : `less than ${least} below zero`
}

function ratio(share: Big): string {
  if (!share.eq(0) && share.abs().lt('0.001')) return share.gt(0) ? 'less than 0.1%' : 'less than 0.1% below zero'
  return percentNumber.format(text(share))
}

function counted(unit: string, said: string): string {
  const name = unit.replaceAll('_', ' ').replace(/\bgpu\b/, 'GPU')
  return said === '1' || name.endsWith('s') ? name : `${name}s`
}

/** The decimal as a number without loss; a fault where the text is none, for an amount must never be guessed. */
function exact(decimal: string): Big {
  try {
    return new Big(decimal)
  } catch (cause) {
    throw new TypeError(`not a decimal: ${JSON.stringify(decimal)}`, { cause })
  }
}

const text = (amount: Big) => amount.toFixed() as `${number}`
