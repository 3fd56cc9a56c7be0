import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listOpenDocuments } from '../queries/open-documents'
import { saveOfficeVatStatus } from '../queries/subjects'
import { vatStatusOf } from '../vat/vat-status'
import { type AgeBucket, ageBuckets, bucketOfAge } from './age'
import { listProfiles, listRevenue, saveVatRegime } from './queries/receivables'
import { hasVatStatusChanged, refuseVatStatusOfKind } from './read-vat-status'
import type { VatRegimeInput } from './vat-regime-schema'
import type { ReceivablesView } from './views'

/** Open amounts of every customer by age, and the net invoiced amounts of the last twelve months. */
export async function readReceivables(ctx: OpContext): Promise<ReceivablesView> {
  authorizeStaff(ctx, 'billing:inspect')
  const today = parisDay(ctx.now)
  return withStaff(ctx, async (tx) => {
    const open = await listOpenDocuments(tx)
    const profiles = await listProfiles(tx)
    const customers = profiles.map((profile) => {
      const owed = Object.fromEntries(ageBuckets.map((bucket) => [bucket, 0n])) as Record<AgeBucket, bigint>
      for (const document of open)
        if (document.organisationId === profile.organisationId)
          owed[bucketOfAge(document.dueOn, today)] += document.openCents
      return {
        organisationId: profile.organisationId,
        name: profile.name,
        customerCode: profile.customerCode,
        vatRegime: profile.vatRegime,
        vatCertificate: profile.vatCertificate,
        vatRegimeUntil: profile.vatRegimeUntil,
        vatStatus: profile.kind === 'company' ? vatStatusOf(profile, profile.vatStatus) : null,
        owed: Object.fromEntries(ageBuckets.map((bucket) => [bucket, owed[bucket].toString()])) as Record<
          AgeBucket,
          string
        >,
        openCents: ageBuckets.reduce((sum, bucket) => sum + owed[bucket], 0n).toString(),
      }
    })
    return { customers, revenue: await listRevenue(tx, 12) }
  })
}

/**
 * Sets a customer's VAT regime and status from the next invoice on; the customer can then no longer change the status.
 * Issued documents do not change.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `invalid_input` (`vat_status_kind`)
 */
export async function setVatRegime(ctx: OpContext, input: VatRegimeInput): Promise<void> {
  authorizeStaff(ctx, 'billing:credit')
  await requireFreshProof(ctx)
  const { organisationId, regime, status } = input
  const isByAddress = regime === 'by_address'
  await withStaff(ctx, async (tx) => {
    await saveVatRegime(tx, {
      organisationId,
      vatRegime: regime,
      vatCertificate: isByAddress ? null : (input.certificate ?? null),
      vatRegimeUntil: isByAddress ? null : input.until || null,
      updatedAt: ctx.now,
    })
    const isChanged = status !== undefined && (await hasVatStatusChanged(tx, organisationId, status))
    if (isChanged) {
      await refuseVatStatusOfKind(tx, organisationId, 'status')
      await saveOfficeVatStatus(tx, { organisationId, vatStatus: status, updatedAt: ctx.now })
    }
    await recordAudit(tx, ctx, 'vat_regime.changed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: {
        regime,
        certificate: input.certificate ?? '',
        until: input.until ?? '',
        ...(isChanged && { vatStatus: status }),
      },
    })
  })
}
