/** A quantity's unit without its number: "1M Tokens" is 1000000 of "Tokens". */
export interface UnitScale {
  /** Multiplies the delivered quantity; a whole number as text. */
  readonly factor: string
  readonly unit: string
}

const MAGNITUDES: Readonly<Record<string, number>> = { k: 3, thousand: 3, m: 6, million: 6, b: 9, billion: 9 }

/** Reads the forms of FOCUS's unit format ("1000 Tokens", "1M tokens", "10K Requests", "Tokens"). */
export function readUnit(text: string, aliases: ReadonlyMap<string, string>): UnitScale {
  const whole = text.trim()
  const plain = { factor: '1', unit: aliases.get(whole.toLowerCase()) ?? whole }
  const found = /^([\d,]{1,15})?\s*(?:(k|m|b|thousand|million|billion)\s+)?(\D.*)$/is.exec(whole)
  const [, digits, scale, name] = found ?? []
  // A bare "M Tokens" may stand for many things; only a number before it makes it a million.
  if (name === undefined || (digits === undefined && (scale === undefined || scale.length === 1))) return plain
  const count = (digits ?? '1').replaceAll(',', '').replace(/^0+/, '')
  if (count === '') return plain
  const zeros = scale === undefined ? 0 : (MAGNITUDES[scale.toLowerCase()] ?? 0)
  return { factor: count + '0'.repeat(zeros), unit: aliases.get(name.toLowerCase()) ?? name }
}
