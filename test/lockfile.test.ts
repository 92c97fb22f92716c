import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const packages: Readonly<Record<string, Locked>> = read('package-lock.json').packages

// `npm install` silently leaves out what its registry does not have, and after that `npm ci` fails on every machine.
// Put the missing entry back by hand, like its siblings: version, cpu, os, libc, optional.
it('lists the packages of every platform, not only of the one it was written on', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${place}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  )
  expect(missing).toEqual([])
})

it('names no registry, so that everybody uses their own', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

it('has each dependency in one version, written exactly', () => {
  const { dependencies, devDependencies, optionalDependencies } = read('package.json')
  const declared: Record<string, string> = { ...dependencies, ...devDependencies, ...optionalDependencies }
  for (const [name, version] of Object.entries(declared))
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version)
})
