import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BuyerStructure } from './directory'
import { upsertStructure } from './queries/structures'

/** Registers the structure in the embedded directory. */
export async function registerStructure(ctx: OpContext, structure: BuyerStructure): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, (tx) => upsertStructure(tx, structure))
}
