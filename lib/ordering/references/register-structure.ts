import { withSystem } from '~/db/client'
import { upsertStructure } from '~/db/queries/ordering/structures'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BuyerStructure } from './directory'

/** The embedded directory says this of the structure from now on. */
export async function registerStructure(ctx: OpContext, structure: BuyerStructure): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, (tx) => upsertStructure(tx, structure))
}
