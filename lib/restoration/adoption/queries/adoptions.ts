import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { adoptions, quarantinedObjects } from '~/db/schema/hypervisors'
import { staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type AdoptionRow = typeof adoptions.$inferSelect

/** Returns false when one is proposed or waits for this object. */
export async function insertAdoption(tx: Tx, row: typeof adoptions.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(adoptions).values(row).onConflictDoNothing().returning({ id: adoptions.id })
  return rows.length > 0
}

/** Proposals that no one has decided on, locked in the order of their ids. */
export async function lockProposed(tx: Tx, ids: readonly Id<'adoption'>[]): Promise<AdoptionRow[]> {
  return tx
    .select()
    .from(adoptions)
    .where(and(inArray(adoptions.id, [...ids]), eq(adoptions.state, 'proposed')))
    .orderBy(asc(adoptions.id))
    .for('update')
}

export async function decideAdoption(
  tx: Tx,
  id: Id<'adoption'>,
  decision: { state: 'waiting' | 'withdrawn'; decidedByStaffId: Id<'staff'>; decidedAt: Date },
): Promise<void> {
  await tx.update(adoptions).set(decision).where(eq(adoptions.id, id))
}

/** Locks an adoption that waits; null when it ended. */
export async function lockWaiting(tx: Tx, id: Id<'adoption'>): Promise<AdoptionRow | null> {
  const [row] = await tx
    .select()
    .from(adoptions)
    .where(and(eq(adoptions.id, id), eq(adoptions.state, 'waiting')))
    .for('update')
  return row ?? null
}

export async function endAdoption(
  tx: Tx,
  id: Id<'adoption'>,
  end: { state: 'done' | 'refused'; refusal: string | null; endedAt: Date },
): Promise<void> {
  await tx.update(adoptions).set(end).where(eq(adoptions.id, id))
}

/**
 * Waiting adoptions of volumes that are attached to this server, of public addresses that lead to it, and of copies of this
 * server or volume, in any zone.
 */
export async function listWaitingParts(tx: Tx, wholeId: string): Promise<Id<'adoption'>[]> {
  const rows = await tx
    .select({ id: adoptions.id })
    .from(adoptions)
    .innerJoin(quarantinedObjects, eq(quarantinedObjects.id, adoptions.quarantineId))
    .where(
      and(
        eq(adoptions.state, 'waiting'),
        sql`${wholeId}::text in (${quarantinedObjects.details} ->> 'found', ${quarantinedObjects.details} ->> 'attachedTo',
          ${quarantinedObjects.details} ->> 'copyOf')`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** Whether the adoption of this server or volume waits; while it is being carried out, the caller waits for its end. */
export async function isWaiting(tx: Tx, subject: string): Promise<boolean> {
  const objects = tx
    .select({ id: quarantinedObjects.id })
    .from(quarantinedObjects)
    .where(eq(quarantinedObjects.subject, subject))
  const rows = await tx
    .select({ id: adoptions.id })
    .from(adoptions)
    .where(and(eq(adoptions.state, 'waiting'), inArray(adoptions.quarantineId, objects)))
    .limit(1)
    .for('share')
  return rows.length > 0
}

/** The last adoption of each of these objects, with who proposed it. */
export async function listLastAdoptions(
  tx: Tx,
  quarantineIds: readonly Id<'quarantine'>[],
): Promise<{ adoption: AdoptionRow; proposedBy: string }[]> {
  if (quarantineIds.length === 0) return []
  return tx
    .selectDistinctOn([adoptions.quarantineId], { adoption: adoptions, proposedBy: staffAccounts.fullName })
    .from(adoptions)
    .innerJoin(staffAccounts, eq(staffAccounts.id, adoptions.proposedByStaffId))
    .where(inArray(adoptions.quarantineId, [...quarantineIds]))
    .orderBy(adoptions.quarantineId, desc(adoptions.proposedAt), desc(adoptions.id))
}
