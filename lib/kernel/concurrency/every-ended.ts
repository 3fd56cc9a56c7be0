/** Waits for all of them, also when one fails, so that no work goes on unattended; rejects with the first failure. */
export async function everyEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
}
