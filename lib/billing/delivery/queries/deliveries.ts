import { and, asc, desc, eq, inArray, lte, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import {
  deliveryStatuses,
  documentDeliveries,
  einvoiceConnections,
  embeddedFlows,
} from '~/db/schema/billing/delivery'
import { billingDocuments } from '~/db/schema/billing/documents'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type DeliveryRow = typeof documentDeliveries.$inferSelect
export type StatusRow = typeof deliveryStatuses.$inferSelect
export type ConnectionRow = typeof einvoiceConnections.$inferSelect

/** Inserts the channels not planned yet; each channel of a document is planned once. */
export async function insertDeliveries(
  tx: Tx,
  rows: (typeof documentDeliveries.$inferInsert)[],
): Promise<DeliveryRow[]> {
  if (rows.length === 0) return []
  return tx.insert(documentDeliveries).values(rows).onConflictDoNothing().returning()
}

/** Leases up to `limit` deliveries that are due, until `leasedUntil`: no other worker tries them until then. */
export async function leaseDueDeliveries(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<(DeliveryRow & { documentNumber: string })[]> {
  const due = tx
    .select({ id: documentDeliveries.id })
    .from(documentDeliveries)
    .where(and(lte(documentDeliveries.nextAttemptAt, now), not(isDoubtful(documentDeliveries.id))))
    .orderBy(asc(documentDeliveries.nextAttemptAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  const leased = await tx
    .update(documentDeliveries)
    .set({ nextAttemptAt: leasedUntil, attempts: sql`${documentDeliveries.attempts} + 1` })
    .where(inArray(documentDeliveries.id, due))
    .returning()
  if (leased.length === 0) return []
  const numbers = await tx
    .select({ id: billingDocuments.id, number: billingDocuments.number })
    .from(billingDocuments)
    .where(
      inArray(
        billingDocuments.id,
        leased.map(({ documentId }) => documentId),
      ),
    )
  const numberOf = new Map(numbers.map(({ id, number }) => [id, number ?? '']))
  return leased.map((row) => ({ ...row, documentNumber: numberOf.get(row.documentId) ?? '' }))
}

/** Writes the result of an attempt, unless another worker has leased the delivery since. */
export async function updateLeasedDelivery(
  tx: Tx,
  id: Id<'delivery'>,
  leasedUntil: Date,
  set: Partial<DeliveryRow>,
): Promise<boolean> {
  const changed = await tx
    .update(documentDeliveries)
    .set(set)
    .where(and(eq(documentDeliveries.id, id), eq(documentDeliveries.nextAttemptAt, leasedUntil)))
    .returning({ id: documentDeliveries.id })
  return changed.length === 1
}

/** Inserts statuses that are not stored yet. */
export async function insertStatuses(
  tx: Tx,
  rows: (typeof deliveryStatuses.$inferInsert)[],
): Promise<StatusRow[]> {
  if (rows.length === 0) return []
  return tx.insert(deliveryStatuses).values(rows).onConflictDoNothing().returning()
}

/** Deliveries of a document of the organisation, with their statuses. */
export async function listDeliveries(tx: Tx, documentId: Id<'invoice'>) {
  const deliveries = await tx
    .select()
    .from(documentDeliveries)
    .where(eq(documentDeliveries.documentId, documentId))
    .orderBy(asc(documentDeliveries.channel))
  const statuses = await tx
    .select()
    .from(deliveryStatuses)
    .where(
      inArray(
        deliveryStatuses.deliveryId,
        deliveries.map(({ id }) => id),
      ),
    )
    .orderBy(asc(deliveryStatuses.happenedAt), asc(deliveryStatuses.code))
  return { deliveries, statuses }
}

/** E-invoices of all organisations, those that need staff first. */
export async function listEinvoices(tx: Tx, limit: number) {
  const isOpen = sql<boolean>`(${documentDeliveries.state} in ('rejected', 'failed') and ${documentDeliveries.settledAt} is null)`
  return tx
    .select({
      delivery: documentDeliveries,
      number: billingDocuments.number,
      kind: billingDocuments.kind,
      grossCents: billingDocuments.grossCents,
      buyer: organisations.legalName,
      isOpen,
    })
    .from(documentDeliveries)
    .innerJoin(billingDocuments, eq(billingDocuments.id, documentDeliveries.documentId))
    .innerJoin(organisations, eq(organisations.id, documentDeliveries.organisationId))
    .where(inArray(documentDeliveries.channel, ['platform', 'chorus_pro']))
    .orderBy(desc(isOpen), desc(documentDeliveries.createdAt), desc(documentDeliveries.id))
    .limit(limit)
}

export async function findDelivery(tx: Tx, id: Id<'delivery'>): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(documentDeliveries).where(eq(documentDeliveries.id, id))
  return row ?? null
}

export async function findDeliveryForUpdate(tx: Tx, id: Id<'delivery'>): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(documentDeliveries).where(eq(documentDeliveries.id, id)).for('update')
  return row ?? null
}

export async function updateDelivery(tx: Tx, id: Id<'delivery'>, set: Partial<DeliveryRow>): Promise<void> {
  await tx.update(documentDeliveries).set(set).where(eq(documentDeliveries.id, id))
}

/** Includes the sealed secrets; for the worker. */
export async function findConnection(
  tx: Tx,
  channel: 'chorus_pro' | 'platform',
): Promise<ConnectionRow | null> {
  const [row] = await tx.select().from(einvoiceConnections).where(eq(einvoiceConnections.channel, channel))
  return row ?? null
}

/** Excludes secrets; for the operator's page. */
export async function listConnections(tx: Tx) {
  return tx
    .select({
      channel: einvoiceConnections.channel,
      baseUrl: einvoiceConnections.baseUrl,
      tokenUrl: einvoiceConnections.tokenUrl,
      clientId: einvoiceConnections.clientId,
      updatedAt: einvoiceConnections.updatedAt,
    })
    .from(einvoiceConnections)
}

export async function deleteConnection(tx: Tx, channel: 'chorus_pro' | 'platform'): Promise<void> {
  await tx.delete(einvoiceConnections).where(eq(einvoiceConnections.channel, channel))
}

export async function findEmbeddedFlow(tx: Tx, trackingId: string) {
  const [row] = await tx.select().from(embeddedFlows).where(eq(embeddedFlows.trackingId, trackingId))
  return row ?? null
}

export async function insertEmbeddedFlow(tx: Tx, row: typeof embeddedFlows.$inferInsert): Promise<void> {
  await tx.insert(embeddedFlows).values(row).onConflictDoNothing()
}

export async function insertEmbeddedStatus(
  tx: Tx,
  trackingId: string,
  set: { givenCode: number; givenReason: string | null; givenAt: Date },
): Promise<boolean> {
  const changed = await tx
    .update(embeddedFlows)
    .set(set)
    .where(eq(embeddedFlows.trackingId, trackingId))
    .returning({ id: embeddedFlows.trackingId })
  return changed.length === 1
}
