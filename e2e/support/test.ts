import { test as base, expect } from '@playwright/test'
import { watchPage } from './watch-page'

/**
 * The tests of this folder: each fails when its page reported anything a person would never see but that is
 * wrong, such as an error on the console, a refused style or script, or a request that failed.
 */
export const test = base.extend<{ faults: string[] }>({
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
