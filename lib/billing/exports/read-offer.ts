import { withOrganisation, withStaff } from '~/db/client'
import { authorize, authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { coverageOf } from './fec'
import { type ExportKind, exportKinds, formatsOf } from './kinds'
import { writePurchaseAccounts } from './purchase-accounts'
import { listIssuedPeriods } from './queries/export-jobs'
import {
  type BuyerOfBooks,
  findBuyerOfBooks,
  listBookedYears,
  listPurchaseAccounts,
} from './queries/ledger-rows'
import type { ExportOfferView } from './views'

const periodsMax = 36

/** The exports offered to the organisation; a FEC only to one that keeps it. */
export async function readExportOffer(ctx: OpContext): Promise<ExportOfferView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const buyer = await findBuyerOfBooks(tx, organisationId)
    const isFecKept = keepsFec(buyer)
    return {
      periods: withLastMonth(await listIssuedPeriods(tx, organisationId, periodsMax), ctx.now),
      kinds: offered((kind) => kind !== 'fec' || isFecKept),
      lacksFec: isFecKept ? null : buyer?.kind === 'company' ? 'siren' : 'public_body',
      openPeriod: periodOf(ctx.now),
      years: [],
      purchaseAccounts: isFecKept
        ? writePurchaseAccounts(await listPurchaseAccounts(tx, organisationId))
        : null,
    }
  })
}

/** The exports offered to the operator, over all organisations. */
export async function readOperatorExportOffer(ctx: OpContext): Promise<ExportOfferView> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => ({
    periods: await listIssuedPeriods(tx, null, periodsMax),
    // Accruals concern buyers.
    kinds: offered((kind) => kind !== 'accruals'),
    lacksFec: null,
    openPeriod: periodOf(ctx.now),
    years: (await listBookedYears(tx)).map((year) => ({
      year,
      isProvisional: coverageOf(year, ctx.now).provisionalAt !== null,
    })),
    purchaseAccounts: null,
  }))
}

/** The last finished month is offered before it is invoiced, because its accruals are needed then. */
function withLastMonth(periods: readonly string[], now: Date): string[] {
  const last = periodAfter(periodOf(now), -1)
  return periods.length === 0 ? [] : [...new Set([last, ...periods])].sort().reverse()
}

/** Companies keep a FEC, under their SIREN. Pure. */
export const keepsFec = (buyer: BuyerOfBooks | null): boolean =>
  buyer?.kind === 'company' && buyer.siren !== null

const offered = (isOffered: (kind: ExportKind) => boolean) =>
  exportKinds.filter(isOffered).map((kind) => ({ kind, formats: [...formatsOf[kind]] }))
