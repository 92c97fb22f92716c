import { Fault } from '../errors.ts'

/** One line of the doctor's: what was looked at, and what to do where it is not well. */
export interface Finding {
  readonly what: string
  readonly ok: boolean
  readonly told: string
  readonly remedy?: string
}

export const fine = (what: string, told: string): Finding => ({ what, ok: true, told })
export const problem = (what: string, told: string, remedy: string): Finding => ({ what, ok: false, told, remedy })

export async function attempt(what: string, remedy: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check()
  } catch (error) {
    return problem(
      what,
      error instanceof Error && error.message ? error.message : String(error),
      error instanceof Fault ? error.remedy : remedy,
    )
  }
}
