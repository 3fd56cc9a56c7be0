import { expect } from '@playwright/test'

/**
 * Holds a series of tests to changing nothing of what `read` digests. What one test found untouched is what the next
 * starts from, so it is read once for each; and what a test did behind its own back shows in the one after it.
 */
export function watchUntouched(read: () => Promise<string>) {
  let known: string | undefined
  return {
    /** As it is before what may not change it. */
    async begin(): Promise<void> {
      known ??= await read()
    },
    async expectSame(): Promise<void> {
      const before = known
      known = undefined
      expect(before, 'begun').toBeDefined()
      expect(await read()).toBe(before)
      known = before
    },
    /** What comes now may change it. */
    forget(): void {
      known = undefined
    },
  }
}
