import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { findProfile, getOrganisation, saveOwnVatStatus, saveProfileChoice } from '../queries/subjects'
import { vatStatusOf } from '../vat/vat-status'
import { defaultPaymentMethod } from './billing-subject'
import { hasVatStatusChanged, refuseVatStatusOfKind } from './read-vat-status'
import { type BillingSettingsInput, billingSettingsInput } from './settings-schema'
import type { BillingSettingsView } from './views'

/**
 * Sets how the organisation's invoices are divided and written from the next billed month on. A change of VAT status
 * changes where invoices are sent, so it needs a fresh proof of identity; the customer cannot change a status corrected
 * by the billing office.
 *
 * @throws DomainError `forbidden`, `proof_required`, `invalid_input` (`vat_status_kind`), `state_forbids`
 * (`vat_status_of_office`)
 */
export async function changeBillingSettings(ctx: OpContext, raw: BillingSettingsInput): Promise<void> {
  const organisationId = authorize(ctx, 'billing:manage')
  const choice = billingSettingsInput.parse(raw)
  const { vatStatus, ...invoicing } = choice
  const isAnother = async (tx: Tx) =>
    vatStatus !== undefined && (await hasVatStatusChanged(tx, organisationId, vatStatus))
  if (await withOrganisation(ctx, isAnother)) await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx) => {
    await saveProfileChoice(tx, { ...invoicing, organisationId, updatedAt: ctx.now })
    const isChanged = await isAnother(tx)
    if (vatStatus && isChanged) {
      await refuseVatStatusOfKind(tx, organisationId, 'vatStatus')
      const isOwn = await saveOwnVatStatus(tx, { organisationId, vatStatus, updatedAt: ctx.now })
      if (!isOwn)
        throw new DomainError('state_forbids', {
          field: 'vatStatus',
          params: { reason: 'vat_status_of_office' },
        })
    }
    await recordAudit(tx, ctx, 'billing_settings.changed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { ...invoicing, ...(isChanged && { vatStatus }) },
    })
  })
}

/** The organisation's invoice settings and the address of its invoices. */
export async function readBillingSettings(ctx: OpContext): Promise<BillingSettingsView> {
  const organisationId = authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx) => {
    const organisation = await getOrganisation(tx, organisationId)
    if (!organisation) throw new DomainError('not_found')
    const profile = await findProfile(tx, organisationId)
    const { kind, legalName, siret, siren, vatNumber } = organisation
    return {
      vatStatus: kind === 'company' ? vatStatusOf(organisation, profile?.vatStatus ?? null) : null,
      isVatStatusOfOffice: profile?.vatStatusByOffice ?? false,
      grouping: profile?.grouping ?? 'organisation',
      language: profile?.language ?? 'fr',
      customerCode: profile?.customerCode ?? null,
      paymentMethod:
        profile?.customerCode || profile?.paymentMethod === 'direct_debit'
          ? profile.paymentMethod
          : defaultPaymentMethod(kind),
      paymentDays: profile?.customerCode ? profile.paymentDays : null,
      legalName,
      identifier: siret ?? siren ?? vatNumber ?? '',
      contactName: organisation.billingContactName,
      contactEmail: organisation.billingContactEmail,
      address: organisation.billingAddress,
    }
  })
}
