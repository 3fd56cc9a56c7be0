import type { z } from 'zod'
import { withStaff } from '~/db/client'
import { lockCardProvider, switchCardProvider, upsertCardProvider } from '~/db/queries/billing/cards'
import { findDefaultSeller } from '~/db/queries/billing/mandates'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets'
import { secretPlace } from './provider-for'
import type { setCardProviderInput, switchCardsInput } from './schema'

/**
 * Payments by card go to this provider, once they are switched on. While they are, only its secret changes: customers
 * are sent nowhere else without the proof that closing asks for. The secret is sealed and shown to nobody again.
 *
 * @throws DomainError `forbidden`, `state_forbids` (`no_seller_account`, `cards_on`)
 */
export async function setCardProvider(
  ctx: OpContext,
  { baseUrl, secret }: z.output<typeof setCardProviderInput>,
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const sellingEntityId = await findDefaultSeller(tx)
    if (!sellingEntityId) throw new DomainError('state_forbids', { params: { reason: 'no_seller_account' } })
    const known = await lockCardProvider(tx)
    if (known?.isOn && known.baseUrl !== baseUrl)
      throw new DomainError('state_forbids', { params: { reason: 'cards_on' } })
    await upsertCardProvider(tx, {
      sellingEntityId,
      baseUrl,
      secretSealed: seal(secret, secretPlace(sellingEntityId)),
      isOn: known?.isOn ?? false,
      updatedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'card_provider.set', {
      organisationId: null,
      kind: 'seller',
      id: sellingEntityId,
      details: { baseUrl },
    })
  })
}

/**
 * Customers may pay by card from now on, or no longer. What was begun before is still followed to its end.
 *
 * @throws DomainError `forbidden`, `proof_required`, `state_forbids` (`no_card_provider`)
 */
export async function switchCards(
  ctx: OpContext,
  { baseUrl, isOn }: z.output<typeof switchCardsInput>,
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const known = await lockCardProvider(tx)
    if (known?.baseUrl !== baseUrl)
      throw new DomainError('state_forbids', { params: { reason: 'no_card_provider' } })
    const { sellingEntityId } = known
    await switchCardProvider(tx, sellingEntityId, { isOn, updatedAt: ctx.now })
    await recordAudit(tx, ctx, isOn ? 'card_provider.switched_on' : 'card_provider.switched_off', {
      organisationId: null,
      kind: 'seller',
      id: sellingEntityId,
      details: { baseUrl },
    })
  })
}
