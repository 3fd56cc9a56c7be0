import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { annulPrice, findBundleForUpdate, listOpenPrices } from '../queries/price-book'
import { type AnnulPricesInput, annulPricesInput } from '../schema'

/**
 * Annuls prices announced for this instant, so that they never take effect; the previous ones continue. They stay in
 * the history.
 *
 * @throws DomainError `not_found`; `state_forbids` when they are in force already, or succeeded
 */
export async function annulPrices(ctx: OpContext, raw: AnnulPricesInput): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = annulPricesInput.parse(raw)
  const bundleId = input.bundleId
  const validFrom = new Date(input.validFrom)
  await withStaff(ctx, async (tx) => {
    if (!(await findBundleForUpdate(tx, bundleId))) throw new DomainError('not_found')
    const announced = (await listOpenPrices(tx, bundleId)).filter(
      (price) => price.validFrom.getTime() === validFrom.getTime(),
    )
    if (announced.length === 0) throw new DomainError('not_found')
    if (validFrom <= ctx.now) throw new DomainError('state_forbids', { params: { reason: 'price_in_force' } })
    for (const price of announced) await annulPrice(tx, price)
    await recordAudit(tx, ctx, 'price.annulled', {
      organisationId: null,
      kind: 'bundle',
      id: bundleId,
      details: {
        validFrom: validFrom.toISOString(),
        prices: announced.map(({ meter, microCentsPerHour }) => ({ meter, to: String(microCentsPerHour) })),
      },
    })
  })
}
