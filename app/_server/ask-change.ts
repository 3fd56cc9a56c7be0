import { refresh } from 'next/cache'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ChangeOutcome, requestChange } from '~/lib/ordering'

/** A change that may cost more; a page that shows what waits of its server or volume is drawn anew when it does. */
export async function askChange(
  ctx: OpContext,
  change: Parameters<typeof requestChange>[1],
): Promise<ChangeOutcome> {
  const outcome = await requestChange(ctx, change)
  if (outcome.outcome === 'held') refresh()
  return outcome
}
