import { and, asc, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import { alertRecipients } from '~/db/schema/limits'
import type { Id } from '~/lib/kernel/ids'

export type AlertRecipientRow = typeof alertRecipients.$inferSelect

export async function countRecipients(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(alertRecipients)
    .where(eq(alertRecipients.organisationId, organisationId))
  return row?.total ?? 0
}

/** By address, including unconfirmed ones. */
export async function listRecipients(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<AlertRecipientRow[]> {
  return tx
    .select()
    .from(alertRecipients)
    .where(eq(alertRecipients.organisationId, organisationId))
    .orderBy(asc(alertRecipients.email))
}

/** With the name of the organisation. */
export async function listConfirmedRecipients(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ recipient: alertRecipients, organisation: organisations.legalName })
    .from(alertRecipients)
    .innerJoin(organisations, eq(organisations.id, alertRecipients.organisationId))
    .where(and(eq(alertRecipients.organisationId, organisationId), isNotNull(alertRecipients.confirmedAt)))
    .orderBy(asc(alertRecipients.id))
}

export async function findRecipientByEmail(
  tx: Tx,
  organisationId: Id<'organisation'>,
  email: string,
): Promise<AlertRecipientRow | null> {
  const [row] = await tx
    .select()
    .from(alertRecipients)
    .where(
      and(
        eq(alertRecipients.organisationId, organisationId),
        sql`lower(${alertRecipients.email}) = lower(${email})`,
      ),
    )
  return row ?? null
}

/** With the name of the organisation. */
export async function findRecipient(tx: Tx, id: Id<'alertRecipient'>) {
  const [row] = await tx
    .select({ recipient: alertRecipients, organisation: organisations.legalName })
    .from(alertRecipients)
    .innerJoin(organisations, eq(organisations.id, alertRecipients.organisationId))
    .where(eq(alertRecipients.id, id))
  return row ?? null
}

export async function insertRecipient(tx: Tx, row: AlertRecipientRow): Promise<void> {
  await tx.insert(alertRecipients).values(row)
}

/** False when it was already confirmed, or no longer exists. */
export async function confirmRecipient(
  tx: Tx,
  id: Id<'alertRecipient'>,
  confirmedAt: Date,
): Promise<boolean> {
  const rows = await tx
    .update(alertRecipients)
    .set({ confirmedAt })
    .where(and(eq(alertRecipients.id, id), isNull(alertRecipients.confirmedAt)))
    .returning({ id: alertRecipients.id })
  return rows.length === 1
}

/** The deleted row; null when there was none. */
export async function deleteRecipient(tx: Tx, id: Id<'alertRecipient'>): Promise<AlertRecipientRow | null> {
  const [row] = await tx.delete(alertRecipients).where(eq(alertRecipients.id, id)).returning()
  return row ?? null
}
