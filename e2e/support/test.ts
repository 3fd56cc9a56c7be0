import { type Browser, test as base, expect } from '@playwright/test'
import { waitForLivePages } from './live'
import { watchPage } from './watch-page'

/**
 * The tests of this folder: each fails when its page reported anything a person would never see but that is
 * wrong, such as an error on the console, a refused style or script, or a request that failed. A page that was opened listens.
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
