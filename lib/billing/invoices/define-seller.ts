import type { z } from 'zod'
import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, authorizeSystem, requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Changeable } from '../changes/changeable'
import { isDeepEqual, proposeChange, withdrawOwnProposal } from '../changes/propose-change'
import { lockChangeSubject } from '../changes/queries/seller-changes'
import type { ChangeOutcome } from '../changes/views'
import { findSeller, findSellingEntity, type SellerFacts, saveSeller } from '../queries/subjects'
import { type BillingSellerInput, billingSellerInput } from './seller-schema'
import type { SellerView } from './views'

type Declared = z.output<typeof billingSellerInput>

/**
 * Sets what the seller prints on its invoices and how it numbers them from now on; issued documents do not change. Run
 * by the seed and the command line, with the operator's role.
 *
 * @throws DomainError `not_found` while no company sells here
 */
export async function defineBillingSeller(ctx: OpContext, raw: BillingSellerInput): Promise<void> {
  authorizeSystem(ctx)
  await withShared(ctx, async (tx) => {
    await lockChangeSubject(tx, 'seller')
    const { entityId, declared } = await checked(tx, raw)
    await save(tx, ctx, entityId, declared)
  })
}

/**
 * As `defineBillingSeller`, by staff. Once the seller is configured, its account and the limit of one person change
 * only when a second approver accepts (`decideSellerChange`); the rest takes effect at once. When the proposer of
 * another account saves the current one, the proposal is withdrawn.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found` while no company sells here
 */
export async function changeBillingSeller(ctx: OpContext, raw: BillingSellerInput): Promise<ChangeOutcome> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    await lockChangeSubject(tx, 'seller')
    const { entityId, declared } = await checked(tx, raw)
    const known = await findSeller(tx)
    if (!known) {
      await save(tx, ctx, entityId, declared)
      return { outcome: 'saved' }
    }
    const inForce = inForceOf(known.billing)
    const { iban, bic, accountHolder, fourEyesFromEuros } = inForce
    const rest = { ...declared, iban, bic, accountHolder, fourEyesFromEuros }
    if (!isDeepEqual(textOf(rest), textOf(inForce))) await save(tx, ctx, entityId, rest)
    const before = accountOf(inForce)
    const after = accountOf(declared)
    if (isDeepEqual(before, after)) {
      await withdrawOwnProposal(tx, ctx, staffId, 'seller')
      return { outcome: 'saved' }
    }
    await proposeChange(tx, ctx, staffId, { subject: 'seller', before, after })
    return { outcome: 'proposed' }
  })
}

/** The seller's account and the limit of one person, as a setting that takes two people to change. */
export const sellerAccountChange: Changeable = {
  read: async (tx) => {
    const known = await findSeller(tx)
    return known ? accountOf(inForceOf(known.billing)) : {}
  },
  apply: async (tx, ctx, { after }) => {
    const known = await findSeller(tx)
    invariant(known, 'a change is proposed of a seller that is declared')
    const { fourEyesFromEuros, ...account } = after
    const changed = { ...inForceOf(known.billing), ...account, fourEyesFromEuros: Number(fourEyesFromEuros) }
    await save(tx, ctx, known.entity.id, billingSellerInput.parse(changed))
  },
}

async function checked(
  tx: Tx,
  raw: BillingSellerInput,
): Promise<{ entityId: Id<'sellingEntity'>; declared: Declared }> {
  const declared = billingSellerInput.parse(raw)
  const entity = await findSellingEntity(tx)
  if (!entity) throw new DomainError('not_found')
  if (!declared.siret.startsWith(entity.siren))
    throw new DomainError('invalid_input', { field: 'siret', params: { reason: 'siret_of_another' } })
  if (declared.invoicePrefix === declared.creditNotePrefix)
    throw new DomainError('invalid_input', { field: 'creditNotePrefix', params: { reason: 'prefix_twice' } })
  return { entityId: entity.id, declared }
}

async function save(tx: Tx, ctx: OpContext, entityId: Id<'sellingEntity'>, declared: Declared) {
  const { fourEyesFromEuros, ...facts } = declared
  await saveSeller(tx, {
    ...facts,
    sellingEntityId: entityId,
    fourEyesFromCents: BigInt(fourEyesFromEuros) * 100n,
    updatedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'billing_seller.changed', {
    organisationId: null,
    kind: 'selling_entity',
    id: entityId,
    details: { ...facts, fourEyesFromEuros },
  })
}

function inForceOf({
  sellingEntityId,
  fourEyesFromCents,
  updatedAt,
  ...facts
}: SellerFacts['billing']): Declared {
  return { ...facts, fourEyesFromEuros: Number(fourEyesFromCents / 100n) }
}

const accountOf = ({ iban, bic, accountHolder, fourEyesFromEuros }: Declared) => ({
  iban,
  bic,
  accountHolder,
  fourEyesFromEuros: `${fourEyesFromEuros}`,
})

const textOf = (declared: Declared) =>
  Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, `${value}`]))

/** What the seller prints on its invoices, or null while it is not configured. */
export async function readBillingSeller(ctx: OpContext): Promise<SellerView | null> {
  authorizeStaff(ctx, 'billing:inspect')
  const seller = await withStaff(ctx, findSeller)
  return seller && { legalName: seller.entity.legalName, ...inForceOf(seller.billing) }
}
