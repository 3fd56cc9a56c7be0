import { withOrganisation, withStaff } from '~/db/client'
import { listIssuedPeriods } from '~/db/queries/billing/exports/export-jobs'
import { findBuyerOfBooks, listPurchaseAccounts } from '~/db/queries/billing/exports/ledger-rows'
import { authorize, authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ExportKind, exportKinds, formatsOf } from './kinds'
import { writePurchaseAccounts } from './purchase-accounts'
import type { ExportOfferView } from './views'

const periodsMax = 36

/** What the organisation may export: a FEC is for who keeps one. */
export async function readExportOffer(ctx: OpContext): Promise<ExportOfferView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const buyer = await findBuyerOfBooks(tx, organisationId)
    const keepsFec = buyer?.kind === 'company' && buyer.siren !== null
    return {
      periods: await listIssuedPeriods(tx, organisationId, periodsMax),
      kinds: offered((kind) => kind !== 'fec' || keepsFec),
      purchaseAccounts: keepsFec
        ? writePurchaseAccounts(await listPurchaseAccounts(tx, organisationId))
        : null,
    }
  })
}

/** What the operator may export over all organisations. */
export async function readOperatorExportOffer(ctx: OpContext): Promise<ExportOfferView> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => ({
    periods: await listIssuedPeriods(tx, null, periodsMax),
    kinds: offered(() => true),
    purchaseAccounts: null,
  }))
}

const offered = (isOffered: (kind: ExportKind) => boolean) =>
  exportKinds.filter(isOffered).map((kind) => ({ kind, formats: [...formatsOf[kind]] }))
