import { defineConfig } from 'vitest/config'

/** Tests that start many processes, bundle, synthesise, or play thousands of stories: `npm run test:fast` leaves them out. */
const slow = [
  'test/{aws,browser,consumer,fuzz,infra,mutants,simulation}/**/*.test.ts',
  'test/cli/process.test.ts',
  'test/schedule/command.test.ts',
  'test/kit/release.test.ts',
  'test/sync/{crowd,kill,scale}.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // files share what they import: no test changes a module, and importing it anew took half of the time
    isolate: false,
    setupFiles: ['test/support/setup.ts'],
    projects: [
      { extends: true, test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow } },
      { extends: true, test: { name: 'slow', include: slow, globalSetup: ['test/aws/setup.ts'] } },
    ],
  },
})
