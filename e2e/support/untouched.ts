import { expect } from '@playwright/test'

/**
 * Checks that a series of tests leaves the digest of `read` unchanged. The digest after one test is the start of the
 * next, so it is read once per test; a late effect of a test shows in the following one.
 */
export function watchUntouched(read: () => Promise<string>) {
  let known: string | undefined
  return {
    /** Reads the digest before a test that must not change it. */
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
    /** The following steps may change it. */
    forget(): void {
      known = undefined
    },
  }
}
