import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isMap, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { Fault } from '../errors.ts'
import {
  ATTRIBUTES,
  type Attribute,
  type AttributeRule,
  CONDITIONS,
  COST_AREAS,
  type Condition,
  type Mapping,
  type Rule,
  tagKey,
} from './mapping.ts'
import { visible } from './value.ts'

/** The built-in mapping, or the one at `path`. Every mistake in it is told at once, with its line. */
export function loadMapping(path?: string): Mapping {
  const file = path ?? fileURLToPath(new URL('./mapping.yaml', import.meta.url))
  let text: string
  try {
    if (statSync(file).size > MAX_BYTES || !statSync(file).isFile()) throw new Error('not a small file')
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Fault(`The mapping file ${visible(file)} cannot be read.`, 'Check the path given with --mapping.', {
      cause,
    })
  }
  return readMapping(text, path ?? 'mapping.yaml')
}

// The built-in one has 10 kB.
const MAX_BYTES = 1_000_000

export function readMapping(text: string, name: string): Mapping {
  const lineCounter = new LineCounter()
  const document = parse(text, lineCounter, name)
  // A warning is a tag that nobody knows, such as !!js/function.
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lineCounter.linePos(pos[0]).line,
    message,
  }))
  const lineOf = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true)
      const key = isMap(parent)
        ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(path[length - 1]))?.key
        : document.getIn(path.slice(0, length), true)
      if (isNode(key) && key.range) return lineCounter.linePos(key.range[0]).line
    }
    return 1
  }
  const parsed = FILE.safeParse(faults.length > 0 ? {} : toValues(document, name))
  if (faults.length === 0 && !parsed.success) {
    for (const issue of parsed.error.issues) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
      for (const key of keys) {
        const path = key === undefined ? issue.path : [...issue.path, key]
        const what = key === undefined ? issue.message : 'is not a key of this file'
        faults.push({ line: lineOf(path), message: `${path.map(String).join('.')}: ${what}` })
      }
    }
  }
  if (parsed.success)
    faults.push(...duplicates(parsed.data).map(({ path, message }) => ({ line: lineOf(path), message })))
  if (faults.length > 0 || !parsed.success) {
    const lines = faults.toSorted((a, b) => a.line - b.line).map(({ line, message }) => `  line ${line}: ${message}`)
    throw new Fault(
      `${visible(name)} has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}:\n${lines.join('\n')}`,
      'Correct the file; src/ledger/mapping.yaml is the built-in one to compare with.',
    )
  }
  return compile(parsed.data)
}

function parse(text: string, lineCounter: LineCounter, name: string) {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false })
  } catch (cause) {
    throw notYaml(name, cause)
  }
}

function toValues(document: ReturnType<typeof parse>, name: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw notYaml(name, cause)
  }
}

// Nested too deeply, or aliases of aliases that would fill the memory.
const notYaml = (name: string, cause: unknown) =>
  new Fault(
    `${visible(name)} is not a mapping file: it cannot be read as plain YAML.`,
    'Correct the file; src/ledger/mapping.yaml is the built-in one to compare with.',
    { cause },
  )

const PATTERN = /^\/(.*)\/$/s

// A text is compared whole, a pattern is searched for.
const toRegExp = (text: string) =>
  new RegExp(PATTERN.exec(text)?.[1] ?? `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'i')

const matchText = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    try {
      toRegExp(text)
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is not a pattern (${(error as Error).message})` })
    }
  })
const matches = z.array(matchText).min(1)
const when = z
  .strictObject(
    Object.fromEntries(CONDITIONS.map((condition) => [condition, matches.optional()])) as Record<
      Condition,
      z.ZodOptional<typeof matches>
    >,
  )
  .refine((conditions) => Object.keys(conditions).length > 0, 'needs at least one condition')

const attribute = z.strictObject({
  columns: z.array(z.string().min(1)).default([]),
  details: z.array(z.string().min(1)).default([]),
  tags: z.array(z.string().min(1)).default([]),
  case: z.enum(['keep', 'lower']).default('keep'),
  default: z.string().min(1).optional(),
  values: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
})

const FILE = z.strictObject({
  attributes: z.strictObject(
    Object.fromEntries(ATTRIBUTES.map((name) => [name, attribute.prefault({})])) as Record<
      Attribute,
      z.ZodPrefault<typeof attribute>
    >,
  ),
  units: z.record(z.string(), z.array(z.string().min(1))).default({}),
  token_meters: z
    .array(z.strictObject({ meter: z.enum(['Input', 'Output', 'CacheRead', 'CacheWrite']), match: matches }))
    .default([]),
  resource_classes: z.array(z.strictObject({ class: z.string().regex(/^[a-z][a-z0-9-]*$/), when })).default([]),
  gpu_counts: z.record(z.string().regex(/^[1-9]\d{0,2}$/, 'is not a number of GPUs'), matches).default({}),
  cost_areas: z.array(z.strictObject({ area: z.enum(COST_AREAS), when })).default([]),
  default_cost_area: z.enum(COST_AREAS),
})
type File = z.infer<typeof FILE>

interface Duplicate {
  readonly path: readonly string[]
  readonly message: string
}

function duplicates(file: File): readonly Duplicate[] {
  const found: Duplicate[] = []
  const once = () => {
    const seen = new Map<string, string>()
    return (key: string, owner: string, path: readonly string[]) => {
      const other = seen.get(key)
      if (other !== undefined)
        found.push({ path, message: `${path.join('.')}: ${key} is listed twice (${other}, ${owner})` })
      seen.set(key, owner)
    }
  }
  const tag = once()
  for (const name of ATTRIBUTES) {
    const { tags, values } = file.attributes[name]
    for (const key of new Set(tags.map(tagKey))) tag(key, name, ['attributes', name, 'tags'])
    const alias = once()
    for (const [value, aliases] of Object.entries(values)) {
      for (const text of aliases) alias(text.toLowerCase(), value, ['attributes', name, 'values', value])
    }
  }
  const unit = once()
  for (const [name, aliases] of Object.entries(file.units)) {
    for (const text of aliases) unit(text.toLowerCase(), name, ['units', name])
  }
  return found
}

function compile(file: File): Mapping {
  const rule = (conditions: Partial<Record<Condition, readonly string[] | undefined>>): Rule['when'] =>
    CONDITIONS.flatMap((of) => {
      const texts = conditions[of]
      return texts === undefined ? [] : [{ of, match: texts.map(toRegExp) }]
    })
  const attributes = Object.fromEntries(
    ATTRIBUTES.map((name): [Attribute, AttributeRule] => {
      const { columns, details, tags, values, ...given } = file.attributes[name]
      const spellings = Object.entries(values).flatMap(([value, aliases]) =>
        [value, ...aliases].map((alias): [string, string] => [alias.toLowerCase(), value]),
      )
      return [
        name,
        {
          columns,
          details,
          tags: [...new Set(tags.map(tagKey))],
          lower: given.case === 'lower',
          fallback: given.default,
          values: new Map(spellings),
        },
      ]
    }),
  ) as Record<Attribute, AttributeRule>
  return {
    attributes,
    extraColumns: [...new Set(ATTRIBUTES.flatMap((name) => attributes[name].columns))],
    units: new Map(
      Object.entries(file.units).flatMap(([unit, aliases]) =>
        [unit, ...aliases].map((alias): [string, string] => [alias.toLowerCase(), unit]),
      ),
    ),
    tokenMeters: file.token_meters.map(({ meter, match }) => ({ meter, match: match.map(toRegExp) })),
    resourceClasses: file.resource_classes.map((entry) => ({ class: entry.class, when: rule(entry.when) })),
    gpuCounts: Object.entries(file.gpu_counts).map(([count, match]) => ({ count, match: match.map(toRegExp) })),
    costAreas: file.cost_areas.map((entry) => ({ area: entry.area, when: rule(entry.when) })),
    defaultCostArea: file.default_cost_area,
  }
}
