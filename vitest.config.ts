import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './bin/lib/test/longest-first.ts'

const ignored = ['**/node_modules/**', '**/.next*/**', '**/.data*/**', 'e2e/**']
const suffixed = ['db', 'incus', 'reliability'].map((suffix) => `**/*.${suffix}.test.{ts,tsx}`)

export default defineConfig({
  resolve: {
    alias: {
      '~': path.resolve(import.meta.dirname),
      // The package throws outside React's server condition; the import rules enforce what it guards.
      'server-only': path.resolve(import.meta.dirname, 'node_modules/server-only/empty.js'),
    },
  },
  test: {
    allowOnly: false,
    retry: 0,
    // Tests provoke warnings of the product, which would bury the failures.
    env: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal' },
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    // Test files share their worker and its imported modules: importing took half of the time. Modules key their state
    // by objects that each test creates; modules are spied on (`vi.spyOn`), not replaced (`vi.mock`).
    isolate: false,
    setupFiles: ['lib/kernel/testing/restore-environment.ts'],
    // The default of one second is too short for a busy machine.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...suffixed],
          // Limits are for hangs: a busy machine is slow, not wrong.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.db.test.ts'],
          exclude: ignored,
          globalSetup: ['db/testing/global-setup.ts'],
          // Each worker waits for the database half of its time.
          maxWorkers: availableParallelism() + 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'incus',
          include: ['**/*.incus.test.ts'],
          exclude: ignored,
          globalSetup: ['db/testing/global-setup.ts'],
          // One machine, one hypervisor: cluster members are started one after another.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'reliability',
          include: ['**/*.reliability.test.ts'],
          // The `e2e` tests start an installation themselves.
          exclude: ignored.filter((pattern) => pattern !== 'e2e/**'),
          globalSetup: ['db/testing/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
