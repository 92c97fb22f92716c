import type { Having } from '../question.ts'
import { type Sheet, take } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'

const SCALES: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  m: 6,
  mm: 6,
  mio: 6,
  million: 6,
  b: 9,
  bn: 9,
  billion: 9,
}

/** "over 2k", "at least $500", "2k or more". */
export function readHaving(s: Sheet): Having | undefined {
  const before = take(s, PATTERNS.having)
  if (before !== undefined) {
    const words = before[1] ?? ''
    const op = /least|at or|no less|not less|min/.test(words)
      ? '>='
      : /most|no more|not more|up to|max/.test(words)
        ? '<='
        : words === '≥' || words === '> ='
          ? '>='
          : words === '≤' || words === '< ='
            ? '<='
            : /over|above|more|greater|larger|higher|bigger|exceed|north|upwards|beyond|>/.test(words)
              ? '>'
              : '<'
    return { op, value: amount(before[2] ?? '', before[3] ?? before[4]) }
  }
  const after = take(s, PATTERNS.havingAfter)
  return after === undefined
    ? undefined
    : { op: after[5] === undefined ? '>=' : '<=', value: amount(after[1] ?? '', after[2] ?? after[3]) }
}

/** "2.5" and "k" → "2500": moved by digits, never by floats. */
function amount(number: string, scale: string | undefined): string {
  const [whole = '0', fraction = ''] = number.replaceAll(',', '').split('.')
  const places = SCALES[scale ?? ''] ?? 0
  const digits = fraction.padEnd(places, '0')
  const rest = digits.slice(places).replace(/0+$/, '')
  const moved = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/, '')
  return rest === '' ? moved : `${moved}.${rest}`
}
