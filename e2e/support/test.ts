import { type Browser, test as base, expect } from '@playwright/test'
import { waitForLivePages } from './live'
import { watchPage } from './watch-page'

/**
 * The tests of this folder: each fails when its page reported an error that a person would not see, such as a
 * console error, a blocked style or script, or a failed request. An opened page is hydrated.
 */
export const test = base.extend<{ faults: string[] }, { browser: Browser }>({
  browser: [
    async ({ browser }, use) => {
      waitForLivePages(browser)
      await use(browser)
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ page }, use) => {
      const faults = watchPage(page)
      await use(faults)
      expect(faults, 'what the browser complained of').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
