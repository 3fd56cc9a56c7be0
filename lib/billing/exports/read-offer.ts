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

/** What the organisation may export: a FEC is for who keeps one. */
export async function readExportOffer(ctx: OpContext): Promise<ExportOfferView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const isFecKept = keepsFec(await findBuyerOfBooks(tx, organisationId))
    return {
      periods: withLastMonth(await listIssuedPeriods(tx, organisationId, periodsMax), ctx.now),
      kinds: offered((kind) => kind !== 'fec' || isFecKept),
      openPeriod: periodOf(ctx.now),
      years: [],
      purchaseAccounts: isFecKept
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
    // What is accrued is a buyer's.
    kinds: offered((kind) => kind !== 'accruals'),
    openPeriod: periodOf(ctx.now),
    years: (await listBookedYears(tx)).map((year) => ({
      year,
      isProvisional: coverageOf(year, ctx.now).provisionalAt !== null,
    })),
    purchaseAccounts: null,
  }))
}

/** The month that has ended is offered before it is invoiced: what is accrued of it is asked for then. */
function withLastMonth(periods: readonly string[], now: Date): string[] {
  const last = periodAfter(periodOf(now), -1)
  return periods.length === 0 ? [] : [...new Set([last, ...periods])].sort().reverse()
}

/** A FEC is kept by companies, under their SIREN. Pure. */
export const keepsFec = (buyer: BuyerOfBooks | null): boolean =>
  buyer?.kind === 'company' && buyer.siren !== null

const offered = (isOffered: (kind: ExportKind) => boolean) =>
  exportKinds.filter(isOffered).map((kind) => ({ kind, formats: [...formatsOf[kind]] }))
