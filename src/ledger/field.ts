import { z } from 'zod'
import { present, quote, readDecimal, readUtcDay } from './value.ts'

/** One field of a table file: delivered text in, the text that PostgreSQL takes out; undefined where nothing was delivered. */
export type Field = z.ZodType<string | undefined, string>

// What dcgm-exporter writes for no value: blank, not found, not supported, not permitted, each as int64, int32 and float (dcgm_fields.h).
const DCGM_BLANKS = [2n ** 63n - 14n, 2n ** 31n - 16n, 2n ** 47n].flatMap((blank) =>
  [0n, 1n, 2n, 3n].map((step) => Number(blank + step)),
)
const isBlank = (value: string) => Number(value) > 100 && DCGM_BLANKS.includes(Number(value))

// PostgreSQL's indexes hold no longer text.
export const text = () =>
  z
    .string()
    .transform(present)
    .refine((value) => value === undefined || Buffer.byteLength(value) <= 500, 'is longer than 500 bytes')
    .refine((value) => !value?.includes('\0'), 'holds a NUL character')

export const required = <F extends Field>(field: F) => field.refine((value) => value !== undefined, 'is missing')

const read = (reader: (value: string) => string | undefined, what: string) =>
  text().transform((value, context) => {
    if (value === undefined) return undefined
    const result = reader(value)
    if (result === undefined) context.addIssue({ code: 'custom', message: `${quote(value)} ${what}` })
    return result
  })

export const matching = (pattern: RegExp, what: string) =>
  read((value) => (pattern.test(value) ? value : undefined), what)

export const oneOf = (values: readonly string[]) =>
  read((value) => values.find((one) => one === value.toLowerCase()), `is not one of ${values.join(', ')}`)

export const decimal = ({ least }: { readonly least?: number } = {}) =>
  read(readDecimal, 'is not a decimal number').refine(
    (value) => least === undefined || value === undefined || Number(value) >= least,
    `is less than ${least}`,
  )

export const percent = () =>
  read((value) => (isBlank(value) ? '' : readDecimal(value)), 'is not a decimal number')
    .transform((value) => (value === '' ? undefined : value))
    .refine(
      (value) => value === undefined || (Number(value) >= 0 && Number(value) <= 100),
      'is not a percentage between 0 and 100',
    )

export const day = () =>
  read((value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? readUtcDay(value) : undefined), 'is not a day like 2026-11-23')

export const month = () =>
  read(
    (value) => (/^\d{4}-\d\d(-01)?$/.test(value) ? readUtcDay(`${value.slice(0, 7)}-01`) : undefined),
    'is not a month like 2026-11',
  )

export const instant = () =>
  read((value) => {
    if (readUtcDay(value) === undefined) return undefined
    const zoned = /Z|[+-]\d\d:?\d\d$/i.test(value) ? value : `${value}Z`
    const time = new Date(zoned.replace(' ', 'T'))
    return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
  }, 'is not an instant like 2026-11-23T10:00:00Z')
