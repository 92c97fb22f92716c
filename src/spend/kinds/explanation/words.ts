import { Big } from 'big.js'
import { change, money } from '../../../cards/format.ts'
import type { Dimension } from '../../question.ts'
import { dimensionWord, rowLabel } from '../../words.ts'
import type { Change, Explanation, Mover, Part } from './found.ts'

export const PART_WORDS: Readonly<Record<Part, string>> = {
  days: 'Number of days',
  usage: 'Usage',
  price: 'Price',
  mix: 'Mix of models',
  new: 'New',
  gone: 'Gone',
  credits: 'Credits and corrections',
  one_off: 'One-off charges',
  unmeasured: 'Without a quantity',
}

/** "+$1,204.00", "−$12,500.00": a change never goes without its sign. */
export function signed(amount: string, currency: string | null): string {
  const value = new Big(amount)
  const size = money(value.abs().toFixed(), currency ?? '')
  return value.eq(0) ? size : `${value.gt(0) ? '+' : '−'}${size}`
}

/** "+18%"; undefined where there is nothing to be a share of. */
export function signedPercent(now: string, before: string | null): string | undefined {
  const said = change(now, before).percent
  if (before === null || said === undefined || said.startsWith('less')) return said
  return `${new Big(now).lt(before) ? '−' : '+'}${said}`
}

/** "+$2,309.70 (+18%)", "no change". */
export function changeWords({ change: amount, now, before, currency }: Change): string {
  if (new Big(amount).eq(0)) return 'no change'
  const share = signedPercent(now ?? '0', before)
  return `${signed(amount, currency)}${share === undefined ? '' : ` (${share})`}`
}

/** "nova-chat", "vision · lumen"; the tag that is missing; empty for what has no place. */
const placeWords = (mover: Mover, places: readonly Dimension[]): string => {
  const [only] = places
  if (mover.part === 'days' || only === undefined) return ''
  return isUntagged(mover) ? dimensionWord(only) : rowLabel({ kind: 'group', keys: mover.keys }, places)
}

const isUntagged = ({ keys }: Mover) => keys.length === 1 && keys[0] === null

/** What moved, without the amount: "Usage of claude-opus-4-5 in nova-chat". */
export function moverWords(mover: Mover, found: Explanation): string {
  const place = placeWords(mover, found.places)
  const within = place === '' ? '' : isUntagged(mover) ? ` without a ${place}` : ` in ${place}`
  if (mover.kind === 'other') return `Other ${PART_WORDS[mover.part].toLowerCase()} (${mover.movers})`
  const what = whatWords(mover.what ?? '')
  const of = what === '' ? '' : ` of ${what}`
  switch (mover.part) {
    case 'days':
      return daysWords(found)
    case 'usage':
      return `Usage${of}${within}`
    case 'price':
      return `Price${of}${within}`
    case 'mix':
      return `Mix of models${within}${mover.from === null || mover.to === null ? '' : `, mostly from ${mover.from} to ${mover.to}`}`
    case 'new':
      return `New: ${thing(mover)}${within}`
    case 'gone':
      return `Gone: ${thing(mover)}${within}`
    case 'credits':
      return `Credits and corrections${of}${within}`
    case 'one_off':
      return `One-off charges${of}${within}`
    case 'unmeasured':
      return `Cost without a quantity${of}${within}`
  }
}

/** The same in two: where, as “project nova-chat”, and what drove it, as “usage of claude-opus-4-5”. */
export function placeAndDriver(mover: Mover, found: Explanation): { readonly place: string; readonly driver: string } {
  const named = found.places.flatMap((place, i) => {
    const key = mover.keys[i] ?? null
    return key === null ? [] : [`${dimensionWord(place)} ${key}`]
  })
  const [only] = found.places
  const place =
    mover.part === 'days' || only === undefined
      ? 'everything'
      : named.length > 0
        ? named.join(' · ')
        : only === 'team'
          ? 'what no team owns'
          : `without a ${dimensionWord(only)}`
  const driver = moverWords({ ...mover, keys: [] }, { ...found, places: [] })
  return { place, driver: `${driver.charAt(0).toLowerCase()}${driver.slice(1)}` }
}

/** A class of resources by its abbreviation; models and services have names. */
const whatWords = (what: string) => (what === 'gpu' || what === 'cpu' || what === 'tpu' ? what.toUpperCase() : what)

function thing({ what, resource, resources }: Mover): string {
  if (what === null) return resources > 0 ? `${resources} resources` : 'what was not there'
  const kind = whatWords(what)
  if (resources === 0) return kind
  return resources === 1 && resource !== null ? `${resource} (${kind})` : `${resources} resources of ${kind}`
}

export function daysWords({ spans: { nowDays, beforeDays } }: Explanation): string {
  const more = nowDays - beforeDays
  const size = Math.abs(more)
  return `${size} ${size === 1 ? 'day' : 'days'} ${more > 0 ? 'more' : 'fewer'}`
}

/** "+38% tokens", "+12% a unit": how much, where quantities of one unit tell it. */
export function extentWords(mover: Mover, { spans: { nowDays, beforeDays } }: Explanation): string | undefined {
  const { part, unit, quantityNow, quantityBefore, costNow, amount } = mover
  if (mover.kind === 'other' || unit === null) return undefined
  if (part === 'usage' && quantityNow !== null && quantityBefore !== null) {
    // Against as many days at the older pace.
    const share = signedPercent(
      new Big(quantityNow).times(beforeDays).toFixed(),
      new Big(quantityBefore).times(nowDays).toFixed(),
    )
    return share === undefined ? undefined : `${share} ${unitWords(unit)}`
  }
  if (part === 'price' && costNow !== null) {
    const share = signedPercent(costNow, new Big(costNow).minus(amount).toFixed())
    return share === undefined ? undefined : `${share} a unit`
  }
  return undefined
}

/** "GPU-Hours" are GPU hours, "Tokens" tokens, "DBUs" stay DBUs. */
const unitWords = (unit: string) => unit.replaceAll('-', ' ').replace(/\b[A-Z][a-z]+\b/g, (word) => word.toLowerCase())

/** Which way the text supposes that cost went; undefined where it supposes nothing. */
export function supposedWay(text: string): 'up' | 'down' | undefined {
  const up =
    /\b(up|rise[sn]?|rose|rising|increas\w*|grew|grow(n|ing|th)?|jump\w*|spik\w*|higher|more expensive|climb\w*|soar\w*)\b/i.test(
      text,
    )
  const down = /\b(down|fall(s|en|ing)?|fell|drop\w*|decreas\w*|declin\w*|lower|less|cheaper|shr[aiu]nk)\b/i.test(text)
  return up === down ? undefined : up ? 'up' : 'down'
}
