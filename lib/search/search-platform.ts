import { withStaff } from '~/db/client'
import { authorizeStaff, mayStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { foldText } from '~/lib/kernel/text/fold'
import type { PlatformHit } from './hits'
import { wordsMax } from './parse-query'
import { selectPlatformHits } from './queries/platform'

const shownMax = 6

/** What a query of the operator's command palette finds, of what this member of staff may read. */
export async function searchPlatform(ctx: OpContext, { q }: { q: string }): Promise<PlatformHit[]> {
  authorizeStaff(ctx, 'recovery:read')
  const words = foldText(q).split(/\s+/).filter(Boolean).slice(0, wordsMax)
  if (words.length === 0) return []
  // Two letters match too many of all customers' documents.
  const isLong = q.trim().length >= 3
  const kinds = {
    organisation: mayStaff(ctx, 'organisation:inspect'),
    host: mayStaff(ctx, 'inventory:read'),
    document: isLong && mayStaff(ctx, 'billing:inspect'),
    ticket: isLong && mayStaff(ctx, 'support:inspect'),
    incident: mayStaff(ctx, 'incident:inspect'),
  }
  return withStaff(ctx, (tx) => selectPlatformHits(tx, words, kinds, shownMax))
}
