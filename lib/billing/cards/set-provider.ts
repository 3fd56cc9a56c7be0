import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import type { Changeable } from '../changes/changeable'
import { proposeChange } from '../changes/propose-change'
import { applySealedChange, lockChangeSubject } from '../changes/queries/seller-changes'
import type { ChangeOutcome } from '../changes/views'
import { findDefaultSeller } from '../payments/queries/mandates'
import { secretPlace } from './provider-for'
import { lockCardProvider, switchCardProvider } from './queries/cards'
import type { setCardProviderInput, switchCardsInput } from './schema'

/**
 * Proposes a card provider; it takes effect once a second approver accepts it (`decideSellerChange`), and customers use
 * it once cards are switched on. While cards are on, only the secret can change, so that customers are not redirected
 * elsewhere. The secret is sealed and never shown again.
 *
 * @throws DomainError `forbidden`, `proof_required`, `state_forbids` (`no_seller_account`, `cards_on`)
 */
export async function setCardProvider(
  ctx: OpContext,
  { baseUrl, secret }: z.output<typeof setCardProviderInput>,
): Promise<ChangeOutcome> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    await lockChangeSubject(tx, 'card_provider')
    const { sellingEntityId, known } = await lockForProviderChange(tx, baseUrl)
    await proposeChange(tx, ctx, staffId, {
      subject: 'card_provider',
      before: known ? { baseUrl: known.baseUrl } : {},
      after: { baseUrl },
      sealed: { sellingEntityId, secret: seal(secret, secretPlace(sellingEntityId)) },
    })
  })
  return { outcome: 'proposed' }
}

async function lockForProviderChange(tx: Tx, baseUrl: string) {
  const sellingEntityId = await findDefaultSeller(tx)
  if (!sellingEntityId) throw new DomainError('state_forbids', { params: { reason: 'no_seller_account' } })
  const known = await lockCardProvider(tx)
  if (known?.isOn && known.baseUrl !== baseUrl)
    throw new DomainError('state_forbids', { params: { reason: 'cards_on' } })
  return { sellingEntityId, known }
}

/** The card provider as a setting that takes two people to change. */
export const cardProviderChange: Changeable = {
  read: async (tx) => {
    const known = await lockCardProvider(tx)
    return known ? { baseUrl: known.baseUrl } : {}
  },
  apply: async (tx, ctx, { id, after: { baseUrl } }) => {
    invariant(baseUrl, 'a provider is proposed with its address')
    const { sellingEntityId } = await lockForProviderChange(tx, baseUrl)
    await applySealedChange(tx, id, ctx.now)
    await recordAudit(tx, ctx, 'card_provider.set', {
      organisationId: null,
      kind: 'seller',
      id: sellingEntityId,
      details: { baseUrl },
    })
  },
}

/**
 * Switches card payments on or off for customers. Payments already started are followed to their end.
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
