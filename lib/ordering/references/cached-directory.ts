import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { BuyerDirectory, BuyerDirectoryAnswer } from './directory'
import { findStructureAnswer, storeStructureAnswer } from './queries/structures'

/** Requirements change rarely: a cached answer is used for a day. */
const freshSeconds = 86_400
/** While the directory is away, an answer of this age is better than offering all references. */
const keptSeconds = 30 * 86_400

/**
 * Caches a directory's answers for all processes: for a day, and for thirty days, with their date, while the
 * directory does not answer. An outage is not cached.
 */
export function cachedBuyers(ctx: OpContext, directory: BuyerDirectory): BuyerDirectory {
  const since = (seconds: number) => addSeconds(ctx.now, -seconds)
  return {
    name: directory.name,
    async lookUp(siret) {
      const kept = await withShared(ctx, (tx) => findStructureAnswer(tx, siret, since(keptSeconds)))
      const known = kept && {
        // Only this function writes it, so its shape is known.
        ...(kept.answer as BuyerDirectoryAnswer),
        asOf: kept.fetchedAt.toISOString(),
      }
      if (known && kept.fetchedAt > since(freshSeconds)) return known
      const answer = await directory.lookUp(siret)
      if (answer.outcome === 'unavailable') return known ?? answer
      await withShared(ctx, (tx) => storeStructureAnswer(tx, siret, answer, ctx.now))
      return answer
    },
  }
}
