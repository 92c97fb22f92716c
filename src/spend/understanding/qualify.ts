import type { Dimension } from '../question.ts'
import type { Mention } from './names.ts'
import type { Sheet } from './sheet.ts'
import { CLASS, dimensionOf, isDimension, isName, isPlural, nameAt } from './symbols.ts'

/** Dimension words beside names decide between dimensions and leave the sheet. */
export function qualify(s: Sheet, mentions: readonly Mention[]): Map<number, Dimension> {
  const tokens = s.text.trim().split(' ')
  const found = new Map<number, Dimension>()
  const used = new Set<number>()
  const joins = (token: string | undefined): boolean =>
    token !== undefined && /^(?:,|and|or|&|vs|versus|\/|\+|nor|against)$/.test(token)
  const fits = (at: number, dimension: Dimension): boolean =>
    mentions[at]?.candidates.some((name) => name.dimension === dimension) === true
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined || !isName(token)) continue
    // The run of names that are listed together.
    const run = [i]
    let end = i
    for (;;) {
      let next = end + 1
      while (joins(tokens[next])) next++
      const after = tokens[next]
      if (after === undefined || !isName(after) || next === end + 1) break
      run.push(next)
      end = next
    }
    let lead = i - 1
    while (/^(?:[:=(]|called|named|is|of|the|'s)$/.test(tokens[lead] ?? '') && lead > i - 3) lead--
    const before = tokens[lead]
    const after = tokens[tokens[end + 1] === '(' ? end + 2 : end + 1]
    const afterAt = tokens[end + 1] === '(' ? end + 2 : end + 1
    const direct = lead === i - 1 || !/^(?:of|the|is|'s)$/.test(tokens[i - 1] ?? '')
    if (before !== undefined && isDimension(before) && !used.has(lead) && (direct || !isPlural(before))) {
      const dimension = dimensionOf(before)
      if (dimension !== undefined && (lead === i - 1 || direct || fits(nameAt(token), dimension))) {
        for (const at of run)
          if (at === i || isPlural(before) || fits(nameAt(tokens[at] ?? ''), dimension))
            found.set(nameAt(tokens[at] ?? ''), dimension)
        used.add(lead)
        i = end
        continue
      }
    }
    if (after !== undefined && isDimension(after) && !used.has(afterAt)) {
      const dimension = dimensionOf(after)
      const last = nameAt(tokens[end] ?? '')
      const following = tokens[afterAt + 1]
      const taken =
        following !== undefined && isName(following) && dimension !== undefined && fits(nameAt(following), dimension)
      if (dimension !== undefined && !taken) {
        const only = (at: number): boolean =>
          mentions[at]?.candidates.every((name) => name.dimension === dimension) === true
        if (!isPlural(after)) {
          found.set(last, dimension)
          for (const at of run)
            if (fits(nameAt(tokens[at] ?? ''), dimension)) found.set(nameAt(tokens[at] ?? ''), dimension)
          used.add(afterAt)
        } else if (
          run.length > 1
            ? run.every((at) => fits(nameAt(tokens[at] ?? ''), dimension))
            : only(last) || (dimension === 'model_name' && fits(last, dimension))
        ) {
          for (const at of run) found.set(nameAt(tokens[at] ?? ''), dimension)
          used.add(afterAt)
        }
      }
    }
    i = end
  }
  s.text = ` ${tokens.filter((_, at) => !used.has(at)).join(' ')} `
  return found
}

const BY_NAMED = new RegExp(` by (${CLASS.one}) (${CLASS.name})(?= )`, 'g')

/** "spent by team fraud" speaks of that team and breaks nothing down. */
export function unlisted(s: Sheet, mentions: readonly Mention[]): void {
  s.text = s.text.replace(BY_NAMED, (whole, one: string, name: string) =>
    mentions[nameAt(name)]?.candidates.some(({ dimension }) => dimension === dimensionOf(one)) === true
      ? ` of ${one} ${name}`
      : whole,
  )
}
