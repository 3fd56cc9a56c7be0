import { withStaff } from '~/db/client'
import { changedFacts, recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBundleForUpdate, updateBundle } from '../queries/price-book'
import { type ChangeBundleInput, changeBundleInput, type SellBundleInput, sellBundleInput } from '../schema'
import { withMachineLabel } from './define-bundle'

/**
 * Changes the bundle's name, position and placement rules. Its contents never change, because servers use them; another
 * size is another bundle.
 *
 * @throws DomainError `not_found`
 */
export async function changeBundle(ctx: OpContext, raw: ChangeBundleInput): Promise<void> {
  authorizeStaff(ctx, 'catalogue:change')
  const { bundleId, placement, ...rest } = changeBundleInput.parse(raw)
  const to = { ...rest, placement: placement === '' ? null : placement }
  await change(ctx, bundleId, 'bundle.changed', to)
}

/** Puts the bundle on sale or withdraws it; existing resources continue. @throws DomainError `not_found` */
export async function sellBundle(ctx: OpContext, raw: SellBundleInput): Promise<void> {
  authorizeStaff(ctx, 'catalogue:change')
  const { bundleId, isOnSale } = sellBundleInput.parse(raw)
  const event = isOnSale ? 'bundle.offered' : 'bundle.withdrawn'
  await change(ctx, bundleId, event, { isActive: isOnSale })
}

type Changeable = Parameters<typeof updateBundle>[2]

async function change(
  ctx: OpContext,
  id: Id<'bundle'>,
  event: 'bundle.changed' | 'bundle.offered' | 'bundle.withdrawn',
  to: Changeable,
): Promise<void> {
  await withStaff(ctx, async (tx) => {
    const bundle = await findBundleForUpdate(tx, id)
    if (!bundle) throw new DomainError('not_found')
    if (to.requiredLabels) to.requiredLabels = withMachineLabel(bundle.instanceType, to.requiredLabels)
    const changed = changedFacts(bundle, to)
    if (!changed) return
    await updateBundle(tx, id, to)
    const details = event === 'bundle.changed' ? changed : {}
    await recordAudit(tx, ctx, event, {
      organisationId: null,
      kind: 'bundle',
      id,
      details: { name: bundle.name, ...details },
    })
  })
}
