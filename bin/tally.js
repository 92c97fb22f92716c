#!/usr/bin/env node
// A checkout runs its sources, so that nobody runs a stale build; an installation (the Docker image) has only the build.
import { existsSync } from 'node:fs'

const source = new URL('../src/cli.ts', import.meta.url)
if (!existsSync(new URL('../node_modules', import.meta.url))) {
  console.error('Tally’s dependencies are not installed.\n→ Run: npm ci')
  process.exitCode = 1
} else if (existsSync(source)) {
  const { register } = await import('tsx/esm/api')
  register()
  await import(source.href)
} else {
  await import(new URL('../dist/src/cli.js', import.meta.url).href)
}
