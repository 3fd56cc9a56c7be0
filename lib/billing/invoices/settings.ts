import { withOrganisation } from '~/db/client'
import { findProfile, getOrganisation, saveProfileChoice, saveVatStatus } from '~/db/queries/billing/subjects'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { vatStatusOf } from '../vat/vat-status'
import { usualMethod } from './billing-subject'
import { type BillingSettingsInput, billingSettingsInput } from './settings-schema'
import type { BillingSettingsView } from './views'

/** From the next month that is billed on, invoices are divided and written like this. */
export async function changeBillingSettings(ctx: OpContext, raw: BillingSettingsInput): Promise<void> {
  const organisationId = authorize(ctx, 'billing:manage')
  const choice = billingSettingsInput.parse(raw)
  const { vatStatus, ...invoicing } = choice
  await withOrganisation(ctx, async (tx) => {
    await saveProfileChoice(tx, { ...invoicing, organisationId, updatedAt: ctx.now })
    if (vatStatus) await saveVatStatus(tx, { organisationId, vatStatus, updatedAt: ctx.now })
    await recordAudit(tx, ctx, 'billing_settings.changed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: choice,
    })
  })
}

/** How the organisation is invoiced, and where invoices go. */
export async function readBillingSettings(ctx: OpContext): Promise<BillingSettingsView> {
  const organisationId = authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx) => {
    const organisation = await getOrganisation(tx, organisationId)
    if (!organisation) throw new DomainError('not_found')
    const profile = await findProfile(tx, organisationId)
    const { kind, legalName, siret, siren, vatNumber } = organisation
    return {
      vatStatus: kind === 'company' ? vatStatusOf(organisation, profile?.vatStatus ?? null) : null,
      grouping: profile?.grouping ?? 'organisation',
      language: profile?.language ?? 'fr',
      customerCode: profile?.customerCode ?? null,
      paymentMethod:
        profile?.customerCode || profile?.paymentMethod === 'direct_debit'
          ? profile.paymentMethod
          : usualMethod(kind),
      paymentDays: profile?.customerCode ? profile.paymentDays : null,
      legalName,
      identifier: siret ?? siren ?? vatNumber ?? '',
      contactName: organisation.billingContactName,
      contactEmail: organisation.billingContactEmail,
      address: organisation.billingAddress,
    }
  })
}
