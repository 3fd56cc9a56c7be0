import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { closePrice, findBundleRow, findOpenPriceForUpdate, insertPrice } from '../queries/catalogue'
import { type DefinePriceInput, definePriceInput } from '../schema'
import { metersOf, optionalMetersOf } from '../views'

/**
 * Sets the price of the meter from `validFrom` on; the open price ends at that instant. A price is never changed, only
 * succeeded.
 *
 * @throws DomainError `not_found`, `invalid_input` (the bundle has no such meter), `state_forbids` (it would
 *   begin before the price that it succeeds)
 */
export async function definePrice(ctx: OpContext, raw: DefinePriceInput): Promise<Id<'priceVersion'>> {
  authorizeCatalogueChange(ctx)
  const input = definePriceInput.parse(raw)
  const bundleId = input.bundleId
  const id = newId('priceVersion', ctx.now.getTime())
  await withShared(ctx, async (tx) => {
    const bundle = await findBundleRow(tx, bundleId)
    if (!bundle) throw new DomainError('not_found')
    if (![...metersOf(bundle.kind), ...optionalMetersOf(bundle.kind)].includes(input.meter))
      throw new DomainError('invalid_input', { field: 'meter' })
    const open = await findOpenPriceForUpdate(tx, bundleId, input.meter)
    if (open && open.validFrom >= input.validFrom) {
      throw new DomainError('state_forbids', {
        field: 'validFrom',
        internal: 'begins before its predecessor',
      })
    }
    if (open) await closePrice(tx, open.id, input.validFrom)
    await insertPrice(tx, { ...input, id, bundleId })
    await recordAudit(tx, ctx, 'price.defined', {
      organisationId: null,
      kind: 'price_version',
      id,
      details: {
        bundleId,
        meter: input.meter,
        microCentsPerHour: input.microCentsPerHour.toString(),
        succeeds: open?.id ?? null,
      },
    })
  })
  return id
}
