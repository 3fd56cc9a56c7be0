import { type Tx, withShared, withStaff } from '~/db/client'
import { findSeller, findSellingEntity, saveSeller } from '~/db/queries/billing/subjects'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, authorizeSystem, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BillingSellerInput, billingSellerInput } from './seller-schema'
import type { SellerView } from './views'

/**
 * The seller prints this on the invoices of from now on and numbers them so; what was issued stays as it is. Run by the
 * seed and the command line, as the operator's role.
 *
 * @throws DomainError `not_found` while no company sells here
 */
export async function defineBillingSeller(ctx: OpContext, raw: BillingSellerInput): Promise<void> {
  authorizeSystem(ctx)
  await withShared(ctx, (tx) => save(tx, ctx, raw))
}

/** The same by staff. */
export async function changeBillingSeller(ctx: OpContext, raw: BillingSellerInput): Promise<void> {
  authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  await withStaff(ctx, (tx) => save(tx, ctx, raw))
}

async function save(tx: Tx, ctx: OpContext, raw: BillingSellerInput): Promise<void> {
  const { fourEyesFromEuros, ...facts } = billingSellerInput.parse(raw)
  const entity = await findSellingEntity(tx)
  if (!entity) throw new DomainError('not_found')
  if (!facts.siret.startsWith(entity.siren))
    throw new DomainError('invalid_input', { field: 'siret', params: { reason: 'siret_of_another' } })
  if (facts.invoicePrefix === facts.creditNotePrefix)
    throw new DomainError('invalid_input', { field: 'creditNotePrefix', params: { reason: 'prefix_twice' } })
  await saveSeller(tx, {
    ...facts,
    sellingEntityId: entity.id,
    fourEyesFromCents: BigInt(fourEyesFromEuros) * 100n,
    updatedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'billing_seller.changed', {
    organisationId: null,
    kind: 'selling_entity',
    id: entity.id,
    details: { ...facts, fourEyesFromEuros },
  })
}

/** What the seller prints on its invoices, or null while that is not declared. */
export async function readBillingSeller(ctx: OpContext): Promise<SellerView | null> {
  authorizeStaff(ctx, 'billing:inspect')
  const seller = await withStaff(ctx, findSeller)
  if (!seller) return null
  const { billing, entity } = seller
  return {
    legalName: entity.legalName,
    siret: billing.siret,
    electronicScheme: billing.electronicScheme,
    electronicId: billing.electronicId,
    iban: billing.iban,
    bic: billing.bic,
    accountHolder: billing.accountHolder,
    vatOnDebits: billing.vatOnDebits,
    invoicePrefix: billing.invoicePrefix,
    creditNotePrefix: billing.creditNotePrefix,
    fourEyesFromEuros: Number(billing.fourEyesFromCents / 100n),
  }
}
