/** A promise that a test resolves when the code that awaits it may go on. */
export function openLatch(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: () => resolve() }
}
