import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BuyerDirectory } from './directory'
import { findStructure } from './queries/structures'

const name = 'embedded'

/** The built-in directory: a table. For demonstrations, tests and sites without internet. */
export function embeddedBuyers(ctx: OpContext): BuyerDirectory {
  return {
    name,
    async lookUp(siret) {
      const structure = await withShared(ctx, (tx) => findStructure(tx, siret))
      return structure ? { outcome: 'found', source: name, structure } : { outcome: 'unknown', source: name }
    },
  }
}
