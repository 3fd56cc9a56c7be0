import { defineConfig } from '@playwright/test'
import { findChromium } from './bin/lib/test/browser.ts'

const executablePath = findChromium()
/** `npm test` makes files of the tests first (`bin/lib/test/bundle-browser-tests.ts`); otherwise their sources are run. */
const bundled = process.env.BUNDLED_TESTS
const suffix = bundled ? 'e2e.mjs' : 'e2e.ts'

export default defineConfig({
  testDir: bundled ?? 'e2e',
  testMatch: `**/*.${suffix}`,
  build: { external: ['**/*.mjs'] },
  outputDir: 'test-results',
  globalSetup: bundled ? `${bundled}/global-setup.mjs` : './e2e/global-setup.ts',
  // A test that passes at the second try has found a fault: there is no second try.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // Two browsers, which often wait for servers to be made, while two workers keep the machine busy at the doors; then four.
  // With one at the doors that one was the last to end, alone.
  workers: 4,
  projects: [
    { name: 'doors', testMatch: `**/authorisation/*.${suffix}`, workers: 2 },
    { name: 'screens', testIgnore: '**/authorisation/**' },
  ],
  // Limits only, which cost nothing where all is well: a machine with other work than this is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: {
    // What is never there to be pressed is named; the end of the test's own time would say nothing.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // What was done and asked for tells why, with the page's outline at its failure; pictures and copies of every document on
    // the way cost tests that press a quarter of the processor. `npx playwright test --trace retain-on-failure` keeps them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium refuses its sandbox to root, and its shared memory is small in containers.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
    },
  },
})
