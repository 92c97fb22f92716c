import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Each file has a database of its own, so files run side by side; two workers fit the smallest machine we promise.
    maxWorkers: 2,
    // Nobody mocks a module, so files may share what they imported: importing it anew for each takes longer than the tests.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
