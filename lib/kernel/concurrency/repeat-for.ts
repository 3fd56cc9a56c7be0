/** A batch of deletions is short; all of them together may take this long in one run of a sweeper. */
export const deletingMaxMs = 10_000

/**
 * Runs `batch` until it returns false, `maxMs` have passed or `stop` is aborted. A limit of time instead of a number of
 * batches lets deletion keep up with any rate of insertion that the machine can bear.
 */
export async function repeatFor(
  maxMs: number,
  batch: () => Promise<boolean>,
  stop?: AbortSignal,
): Promise<void> {
  const end = performance.now() + maxMs
  while (!stop?.aborted && (await batch()) && performance.now() < end);
}
