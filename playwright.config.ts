import { defineConfig } from '@playwright/test'
import { findChromium } from './bin/lib/test/browser.ts'

const executablePath = findChromium()
/** `npm test` bundles the tests first (`bin/lib/test/bundle-browser-tests.ts`); otherwise their sources are run. */
const bundled = process.env.BUNDLED_TESTS
const suffix = bundled ? 'e2e.mjs' : 'e2e.ts'

export default defineConfig({
  testDir: bundled ?? 'e2e',
  testMatch: `**/*.${suffix}`,
  build: { external: ['**/*.mjs'] },
  outputDir: 'test-results',
  globalSetup: bundled ? `${bundled}/global-setup.mjs` : './e2e/global-setup.ts',
  // A test that passes on the second attempt has found a bug: no retries.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // Two browsers first, which often wait for servers to be created, while two workers load the machine with the
  // gateway tests; then four. With a single worker, the gateway tests were the last to end.
  workers: 4,
  projects: [
    // Without a browser there is nothing to trace.
    { name: 'doors', testMatch: `**/authorisation/*.${suffix}`, workers: 2, use: { trace: 'off' } },
    { name: 'screens', testIgnore: '**/authorisation/**' },
  ],
  // Limits only, which cost nothing normally: a busy machine is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: {
    // Reports the missing control by name; the test's own timeout would not.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // The trace of actions and requests explains failures, together with the page's outline; screenshots and DOM
    // snapshots cost UI tests a quarter of the processor. `npx playwright test --trace retain-on-failure` keeps them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        // Chromium refuses its sandbox to root, and shared memory is small in containers.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-dev-shm-usage',
        // Documents live for seconds: optimised code and a software GPU cost a fifth of the processor and gain nothing.
        '--disable-gpu',
        '--js-flags=--no-opt --no-maglev',
      ],
    },
  },
})
