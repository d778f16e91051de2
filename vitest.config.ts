import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// what TypeScript comes to is kept, also for the processes that tests start
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/order-sync')

/** Tests that start many processes, bundle, synthesise, read megabytes, or play thousands of stories: `npm run test:fast` leaves them out. */
const slow = [
  'test/{aws,browser,consumer,fuzz,mutants}/**/*.test.ts',
  'test/cli/process.test.ts',
  'test/exports/hostile.test.ts',
  'test/schedule/command.test.ts',
  'test/kit/release.test.ts',
  'test/sync/{crowd,kill,scale}.test.ts',
]

/** Where the fast ones alone are run, properties are tried less often (test/support/runs.ts). */
const env: Record<string, string> = process.argv.includes('fast') ? { ORDER_SYNC_TESTS: 'fast' } : {}

/** Slow ones that share what they import: the CDK alone takes two seconds for each file otherwise. */
const sharing = ['test/{infra,simulation}/**/*.test.ts']

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/support/setup.ts'],
    maxWorkers: '100%',
    // Node itself reads TypeScript: nothing is transformed, and no module is replaced
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      // files share what they import: no test changes a module, and importing it anew took half of the time
      {
        extends: true,
        test: { name: 'fast', isolate: false, include: ['test/**/*.test.ts'], exclude: [...slow, ...sharing], env },
      },
      { extends: true, test: { name: 'sharing', isolate: false, include: sharing } },
      { extends: true, test: { name: 'slow', include: slow, globalSetup: ['test/aws/setup.ts'] } },
    ],
  },
})
