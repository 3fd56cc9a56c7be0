import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type OpContext, organisationStates } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { lockOrganisation, updateOrganisationIn } from '../queries/organisations'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import type { ChangeBillingInput } from './schema'
import { frenchVatOrNone } from './vat-of'

/**
 * Changes the billing address, which is separate from the legal address. The VAT number of a foreign company identifies
 * it and cannot change.
 *
 * @throws DomainError `forbidden`, `proof_required`, `invalid_input` (VAT number)
 */
export async function changeBilling(ctx: OpContext, input: ChangeBillingInput): Promise<void> {
  authorize(ctx, 'organisation:update')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const before = await lockOrganisation(tx, organisationId)
    invariant(before, 'a member’s organisation exists')
    const vatNumber = before.siren ? frenchVatOrNone(input.vatNumber, before.siren) : before.vatNumber
    const after = {
      billingContactName: input.contactName,
      billingContactEmail: input.contactEmail,
      billingAddress: input.address,
      vatNumber,
    }
    const isChanged = await updateOrganisationIn(tx, organisationId, organisationStates, after)
    if (!isChanged) throw new DomainError('conflict')
    await recordAudit(tx, ctx, 'organisation.billing_changed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: {
        from: {
          billingContactName: before.billingContactName,
          billingContactEmail: before.billingContactEmail,
          billingAddress: before.billingAddress,
          vatNumber: before.vatNumber,
        },
        to: after,
      },
    })
  })
}
