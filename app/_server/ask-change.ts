import { refresh } from 'next/cache'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ChangeOutcome, requestChange } from '~/lib/ordering'

/** Runs a change that may cost more; when it waits for approval, pages of its resource are revalidated. */
export async function askChange(
  ctx: OpContext,
  change: Parameters<typeof requestChange>[1],
): Promise<ChangeOutcome> {
  const outcome = await requestChange(ctx, change)
  if (outcome.outcome === 'held') refresh()
  return outcome
}
