import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findDefaultSellerForUpdate, insertSellingEntity, updateSellingEntity } from '../queries/selling'
import { type SellingEntityInput, sellingEntityInput } from './selling-entity-schema'

/**
 * Declares the company that sells and numbers orders, as the legal notice prints it. Another declaration
 * corrects it; its numbering continues. Run by the seed and the command line, with the operator's role.
 *
 * @throws DomainError `conflict` when a company with another SIREN sells here: orders carry its numbers
 */
export async function defineSellingEntity(
  ctx: OpContext,
  raw: SellingEntityInput,
): Promise<Id<'sellingEntity'>> {
  authorizeSystem(ctx)
  const { shareCapitalEuros, ...rest } = sellingEntityInput.parse(raw)
  const entity = {
    ...rest,
    shareCapitalCents: BigInt(shareCapitalEuros) * 100n,
    owners: rest.owners ?? null,
    declaredAt: ctx.now,
    isDefault: true,
  }
  return withShared(ctx, async (tx) => {
    const known = await findDefaultSellerForUpdate(tx)
    if (known && known.siren !== entity.siren) throw new DomainError('conflict', { field: 'siren' })
    const id = known?.id ?? newId('sellingEntity', ctx.now.getTime())
    if (known) await updateSellingEntity(tx, id, entity)
    else await insertSellingEntity(tx, { ...entity, id })
    await recordAudit(tx, ctx, 'selling_entity.defined', {
      organisationId: null,
      kind: 'selling_entity',
      id,
      details: { ...rest, shareCapitalEuros },
    })
    return id
  })
}
