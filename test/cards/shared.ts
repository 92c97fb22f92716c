import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// Reference data about the platforms lies beside the project, not in it; tests that need it say so when it is absent.
const FOLDER = resolve(import.meta.dirname, '../../../shared/data')

export const hasShared = existsSync(resolve(FOLDER, 'slack-blockkit-spec/limits.json'))

export const WITHOUT_SHARED = 'needs ../shared/data'

export const sharedPath = (path: string): string => resolve(FOLDER, path)

export const sharedJson = (path: string): unknown => JSON.parse(readFileSync(sharedPath(path), 'utf8'))
