import { type Tx, withOrganisation, withStaff } from '~/db/client'
import { authorize, authorizeStaff } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import * as queries from './queries/deliveries'
import * as reports from './queries/payment-reports'
import type {
  ConnectionView,
  DeliveryView,
  EinvoiceView,
  PaymentReportView,
  ReportedPaymentView,
} from './views'

const listedMax = 300

/** Deliveries of a document of the organisation, with their statuses. */
export async function readDeliveries(
  ctx: OpContext,
  input: { documentId: Id<'invoice'> },
): Promise<DeliveryView[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, (tx) => deliveriesOf(tx, input.documentId))
}

/** As `readDeliveries`, of any organisation, for staff. */
export async function inspectDeliveries(
  ctx: OpContext,
  input: { documentId: Id<'invoice'> },
): Promise<DeliveryView[]> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, (tx) => deliveriesOf(tx, input.documentId))
}

async function deliveriesOf(tx: Tx, documentId: Id<'invoice'>): Promise<DeliveryView[]> {
  const { deliveries, statuses } = await queries.listDeliveries(tx, documentId)
  const payments = await reports.listPaymentReports(tx, documentId)
  return deliveries.map((row) => ({
    ...factsOf(row),
    statuses: statuses
      .filter(({ deliveryId }) => deliveryId === row.id)
      .map(({ code, reasonCode, reasonText, happenedAt }) => ({
        code,
        reasonCode,
        reasonText,
        happenedAt: happenedAt.toISOString(),
      })),
    payments: payments.filter(({ deliveryId }) => deliveryId === row.id).map(paymentOf),
  }))
}

/** E-invoices of all organisations: those that need staff first, then the latest. */
export async function listEinvoices(ctx: OpContext): Promise<EinvoiceView[]> {
  authorizeStaff(ctx, 'billing:inspect')
  const rows = await withStaff(ctx, (tx) => queries.listEinvoices(tx, listedMax))
  return rows.map(({ delivery, number, kind, grossCents, buyer, isOpen }) => ({
    ...factsOf(delivery),
    documentId: delivery.documentId,
    documentNumber: number ?? '',
    documentKind: kind,
    buyer,
    grossCents: grossCents.toString(),
    createdAt: delivery.createdAt.toISOString(),
    isOpen,
    isEmbedded: delivery.externalId === delivery.id,
  }))
}

/** Payment reports of all organisations: those that need staff first, then the latest. */
export async function listPaymentReports(ctx: OpContext): Promise<PaymentReportView[]> {
  authorizeStaff(ctx, 'billing:inspect')
  const rows = await withStaff(ctx, (tx) => reports.listAllPaymentReports(tx, listedMax))
  return rows.map(({ report, number, buyer }) => ({
    ...paymentOf(report),
    documentId: report.documentId,
    documentNumber: number ?? '',
    buyer,
    isOpen: report.state === 'rejected' || report.state === 'failed',
  }))
}

const paymentOf = ({
  id,
  state,
  cents,
  occurredOn,
  failureText,
}: reports.PaymentReportRow): ReportedPaymentView => ({
  id,
  state,
  cents: `${cents}`,
  occurredOn,
  failureText,
})

/** The configured platform of each channel. */
export async function listConnections(ctx: OpContext): Promise<ConnectionView[]> {
  authorizeStaff(ctx, 'billing:inspect')
  const rows = await withStaff(ctx, queries.listConnections)
  return (['chorus_pro', 'platform'] as const).map((channel) => {
    const row = rows.find((each) => each.channel === channel)
    if (!row) return { channel, settings: null }
    const { baseUrl, tokenUrl, clientId, updatedAt } = row
    return { channel, settings: { baseUrl, tokenUrl, clientId, updatedAt: updatedAt.toISOString() } }
  })
}

function factsOf(row: queries.DeliveryRow): Omit<DeliveryView, 'statuses' | 'payments'> {
  const { id, channel, state, statusCode, failureCode, failureText, depositedAt } = row
  return {
    id,
    channel,
    state,
    statusCode,
    failureCode,
    failureText,
    depositedAt: depositedAt?.toISOString() ?? null,
  }
}
