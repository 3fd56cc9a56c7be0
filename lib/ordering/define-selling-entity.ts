import { withShared } from '~/db/client'
import { insertSellingEntity } from '~/db/queries/ordering/selling'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** The company that sells and numbers orders. Run by the seed and the command line, as the operator's role. */
export async function defineSellingEntity(
  ctx: OpContext,
  entity: { legalName: string; siren: string; vatNumber: string; orderPrefix: string },
): Promise<Id<'sellingEntity'>> {
  authorizeSystem(ctx)
  const id = newId('sellingEntity', ctx.now.getTime())
  await withShared(ctx, async (tx) => {
    await insertSellingEntity(tx, { ...entity, id, isDefault: 'yes' })
    await recordAudit(tx, ctx, 'selling_entity.defined', {
      organisationId: null,
      kind: 'selling_entity',
      id,
      details: entity,
    })
  })
  return id
}
