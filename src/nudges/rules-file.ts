import { readFileSync, statSync } from 'node:fs'
import { isMap, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { Fault } from '../errors.ts'
import { IDLE_RULES, type IdleRule, type IdleRules } from './idle-rules.ts'
import { MANNERS, type Manners } from './manners.ts'

/** What an installation says otherwise than the built-in rules. */
export interface Rules {
  readonly idle: IdleRules
  readonly manners: Omit<Manners, 'timezone'>
}

export const DEFAULT_RULES: Rules = { idle: IDLE_RULES, manners: MANNERS }
const MAX_BYTES = 100_000
const REMEDY =
  'Correct the file that TALLY_RULES names; docs/nudge-rules.md shows every key. Nothing was started with it.'

/** The built-in rules, or with what the file at `path` says otherwise. Every mistake in it is told at once, with its line. */
export function loadRules(path: string | undefined): Rules {
  if (path === undefined) return DEFAULT_RULES
  let text: string
  try {
    if (!statSync(path).isFile() || statSync(path).size > MAX_BYTES) throw new Error('not a small file')
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault(`The rules file ${path} cannot be read.`, 'Check the path in TALLY_RULES.', { cause })
  }
  return readRules(text, path)
}

export function readRules(text: string, name: string): Rules {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message,
  }))
  const read = FILE.safeParse(faults.length === 0 ? valuesOf(document, name) : {})
  if (faults.length === 0)
    for (const issue of read.error?.issues ?? [])
      for (const key of issue.code === 'unrecognized_keys' ? issue.keys : [undefined]) {
        const path = key === undefined ? issue.path : [...issue.path, key]
        const what = key === undefined ? issue.message : `is no key here; there are: ${keysAt(issue.path)}`
        faults.push({ line: lineOf(document, lines, path), message: `${path.map(String).join('.')} ${what}`.trim() })
      }
  if (faults.length === 0 && read.success) return toRules(read.data)
  const told = faults.toSorted((a, b) => a.line - b.line).map(({ line, message }) => `  line ${line}: ${message}`)
  const count = told.length === 1 ? 'a mistake' : `${told.length} mistakes`
  throw new Fault(`${name} has ${count}:\n${told.join('\n')}`, REMEDY)
}

type Document = ReturnType<typeof parseDocument>

function valuesOf(document: Document, name: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    // Aliases of aliases that would fill the memory.
    throw new Fault(`${name} cannot be read as plain YAML.`, REMEDY, { cause })
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const key = isMap(parent)
      ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(path[length - 1]))?.key
      : document.getIn(path.slice(0, length), true)
    if (isNode(key) && key.range) return lines.linePos(key.range[0]).line
  }
  return 1
}

const HOURS = { h: 1, d: 24 } as const
const span = (least: number, most: number) =>
  z.unknown().transform((value, context): number => {
    const [, count, unit] = /^(\d{1,4})\s*([hd])$/.exec(String(value)) ?? []
    const hours = count === undefined ? Number.NaN : Number(count) * (unit === 'd' ? HOURS.d : HOURS.h)
    if (Number.isNaN(hours)) fault(context, `is not a span: write hours or days, such as 24h or 7d`)
    else if (hours < least || hours > most) fault(context, `must lie between ${least}h and ${most}h`)
    return hours
  })
const percent = (least: number, most: number) =>
  z.unknown().transform((value, context): number => {
    const [, number] = /^(\d{1,3}(?:\.\d+)?)\s*%$/.exec(String(value)) ?? []
    if (number === undefined) fault(context, 'is not a percentage: write it with its sign, such as 90%')
    else if (Number(number) < least || Number(number) > most) fault(context, `must lie between ${least}% and ${most}%`)
    return Number(number)
  })
const share = (least: number, most: number) => percent(least, most).transform((value) => value / 100)
const between = (least: number, most: number, whole = true) => {
  const said = `must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`
  const number = z.number(said).min(least, said).max(most, said)
  return whole ? number.int(said) : number
}
const money = z.unknown().transform((value, context): string => {
  const text = String(value)
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) fault(context, 'is not an amount: write it without a currency, such as 2.50')
  return text
})
const fault = (context: z.RefinementCtx, message: string) => context.addIssue({ code: 'custom', message })

const QUIET = {
  gpu_peak: 'gpuUtilMax',
  gpu_memory_bandwidth: 'gpuDramActiveMax',
  gpu_power: 'gpuPowerPctMax',
  cpu_peak: 'cpuUtilMax',
  requests: 'requests',
  sessions: 'activeSessions',
} as const
const limit = percent(0.1, 90).optional()

const rule = z.strictObject(
  {
    enabled: z.boolean('must be true or false').optional(),
    // Longer is never looked back.
    window: span(24, 92 * 24).optional(),
    watch: span(1, 30 * 24).optional(),
    coverage: share(50, 100).optional(),
    blips: share(0, 5).optional(),
    pauses: between(1, 5, false).optional(),
    quiet: z
      .strictObject({
        gpu_peak: limit,
        gpu_memory_bandwidth: limit,
        gpu_power: limit,
        cpu_peak: limit,
        requests: between(0, 1_000_000).optional(),
        sessions: between(0, 1_000).optional(),
      })
      .optional(),
  },
  'must be a list of keys and values',
)
type Given = z.infer<typeof rule>

const rules = z
  .strictObject(Object.fromEntries(IDLE_RULES.rules.map(({ kind }) => [kind, rule.optional()])))
  .superRefine((given, context) => {
    for (const standard of IDLE_RULES.rules) {
      const { window = standard.windowHours, watch = standard.watchHours } = given[standard.kind] ?? {}
      const path = [standard.kind, given[standard.kind]?.window === undefined ? 'watch' : 'window']
      if (window <= watch)
        context.addIssue({
          code: 'custom',
          path,
          message: `makes a window of ${window}h that is not longer than the watch of ${watch}h`,
        })
    }
  })

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const weekdays = z
  .array(z.enum(WEEKDAYS, `must be one of ${WEEKDAYS.join(', ')}`), 'must be a list')
  .min(1, 'must name a day')
const DAY = 'is not a day: write it as 2026-12-25'
const holiday = z
  .string(DAY)
  .refine(
    (day) => /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true,
    DAY,
  )

const SHAPES = {
  politeness: z.strictObject({
    reminder_after_working_days: between(1, 20).optional(),
    reminders_before_escalation: between(1, 10).optional(),
    worth_per_day: money.optional(),
    escalate_from_per_day: money.optional(),
    messages_per_week: between(1, 7).optional(),
  }),
  working_time: z
    .strictObject({
      weekdays: weekdays.optional(),
      from: between(0, 23).optional(),
      until: between(1, 24).optional(),
      holidays: z.array(holiday, 'must be a list').optional(),
    })
    .refine(({ from, until }) => (from ?? MANNERS.working.from) < (until ?? MANNERS.working.until), {
      path: ['until'],
      message: 'must be later than from',
    }),
}

const VERSION = 'is missing: name it anew with every change, such as "acme-1", for every verdict tells it'
const FILE = z.strictObject(
  {
    version: z.string(VERSION).regex(/^[\w.-]{1,40}$/, 'may hold letters, digits, dots and dashes, up to 40'),
    stale_after: span(1, 30 * 24).optional(),
    never_judged: z
      .array(z.string().regex(/^[a-z][a-z -]{1,40}$/, 'is not a word of a resource type'), 'must be a list')
      .optional(),
    rules: rules.optional(),
    politeness: SHAPES.politeness.optional(),
    working_time: SHAPES.working_time.optional(),
  },
  'must be a list of keys and values',
)

function keysAt(path: readonly PropertyKey[]): string {
  const [first, , third] = path
  if (first === undefined) return Object.keys(FILE.shape).join(', ')
  if (first === 'politeness' || first === 'working_time') return Object.keys(SHAPES[first].shape).join(', ')
  if (path.length === 1) return IDLE_RULES.rules.map(({ kind }) => kind).join(', ')
  return Object.keys(third === 'quiet' ? QUIET : rule.shape).join(', ')
}

function toRules({
  version,
  stale_after,
  never_judged,
  rules = {},
  politeness = {},
  working_time = {},
}: z.infer<typeof FILE>): Rules {
  const { politeness: polite, working } = MANNERS
  return {
    idle: {
      version,
      staleHours: stale_after ?? IDLE_RULES.staleHours,
      skips: never_judged ?? IDLE_RULES.skips,
      rules: IDLE_RULES.rules.flatMap((standard) => {
        const given = rules[standard.kind] ?? {}
        return given.enabled === false ? [] : [changed(standard, given)]
      }),
    },
    manners: {
      politeness: {
        reminderAfterDays: politeness.reminder_after_working_days ?? polite.reminderAfterDays,
        remindersBeforeEscalation: politeness.reminders_before_escalation ?? polite.remindersBeforeEscalation,
        worthPerDay: politeness.worth_per_day ?? polite.worthPerDay,
        escalateFromPerDay: politeness.escalate_from_per_day ?? polite.escalateFromPerDay,
        mostPerWeek: politeness.messages_per_week ?? polite.mostPerWeek,
      },
      working: {
        weekdays: working_time.weekdays?.map((day) => WEEKDAYS.indexOf(day) + 1) ?? working.weekdays,
        from: working_time.from ?? working.from,
        until: working_time.until ?? working.until,
        holidays: new Set(working_time.holidays ?? working.holidays),
      },
    },
  }
}

function changed(standard: IdleRule, { window, watch, coverage, blips, pauses, quiet = {} }: Given): IdleRule {
  const limits = Object.entries(QUIET).flatMap(([key, signal]) => {
    const value = quiet[key as keyof typeof QUIET]
    return value === undefined ? [] : [[signal, value]]
  })
  return {
    ...standard,
    windowHours: window ?? standard.windowHours,
    watchHours: watch ?? standard.watchHours,
    coverage: coverage ?? standard.coverage,
    blips: blips ?? standard.blips,
    pauses: pauses ?? standard.pauses,
    quiet: { ...standard.quiet, ...Object.fromEntries(limits) },
  }
}
