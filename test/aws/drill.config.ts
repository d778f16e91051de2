import { defineConfig } from 'vitest/config'

/** Drills that need a tool which not every machine can have: `npm run drill`, by hand. */
export default defineConfig({
  test: {
    root: 'test',
    include: ['**/*.drill.ts'],
    globalSetup: ['aws/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
