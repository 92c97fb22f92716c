/** A slot as buttons carry it: short, for a token has little room. */
export const slotCode = (slotAt: Date): string => Math.floor(slotAt.getTime() / 1000).toString(36)

/** Undefined for what is no slot. */
export function readSlotCode(code: string): Date | undefined {
  if (!/^[0-9a-z]{1,8}$/.test(code)) return undefined
  return new Date(Number.parseInt(code, 36) * 1000)
}
