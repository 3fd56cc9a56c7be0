import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { BuyerDirectory, BuyerDirectoryAnswer } from './directory'
import { findStructureAnswer, keepStructureAnswer } from './queries/structures'

/** What a structure asks changes seldom: within a day nobody asks again. */
const freshSeconds = 86_400
/** While the directory is away, what it said in this time is better than asking for everything. */
const keptSeconds = 30 * 86_400

/**
 * A directory whose answers are kept, for all processes: one of today is believed, and one of the last thirty days
 * stands in while the directory does not answer, with its date. An outage is not remembered.
 */
export function keptBuyers(ctx: OpContext, directory: BuyerDirectory): BuyerDirectory {
  const since = (seconds: number) => addSeconds(ctx.now, -seconds)
  return {
    name: directory.name,
    async lookUp(siret) {
      const kept = await withShared(ctx, (tx) => findStructureAnswer(tx, siret, since(keptSeconds)))
      const known = kept && {
        // Written by this function alone, so its shape is known.
        ...(kept.answer as BuyerDirectoryAnswer),
        asOf: kept.fetchedAt.toISOString(),
      }
      if (known && kept.fetchedAt > since(freshSeconds)) return known
      const answer = await directory.lookUp(siret)
      if (answer.outcome === 'unavailable') return known ?? answer
      await withShared(ctx, (tx) => keepStructureAnswer(tx, siret, answer, ctx.now))
      return answer
    },
  }
}
