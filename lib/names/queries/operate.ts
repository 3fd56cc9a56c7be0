import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameDifferences, nameRecords, nameServiceSecrets, nameServices, nameZones } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

export async function countRecords(tx: Tx) {
  const [row] = await tx
    .select({
      records: sql<number>`count(*)::int`,
      pending: sql<number>`(count(*) filter (where ${nameRecords.appliedRevision} < ${nameRecords.revision}))::int`,
      failing: sql<number>`(count(*) filter (where ${nameRecords.failureCode} is not null))::int`,
      projects: sql<number>`(select count(*)::int from ${nameZones})`,
    })
    .from(nameRecords)
  return row ?? { records: 0, pending: 0, failing: 0, projects: 0 }
}

export async function upsertNameService(
  tx: Tx,
  row: Pick<
    typeof nameServices.$inferInsert,
    'kind' | 'domain' | 'baseUrl' | 'nameServers' | 'resolver' | 'updatedAt'
  >,
): Promise<void> {
  await tx.insert(nameServices).values(row).onConflictDoUpdate({ target: nameServices.isOnly, set: row })
}

export async function hasKey(tx: Tx): Promise<boolean> {
  const found = await tx.select({ isOnly: nameServiceSecrets.isOnly }).from(nameServiceSecrets)
  return found.length > 0
}

export async function saveKey(tx: Tx, keySealed: string): Promise<void> {
  await tx
    .insert(nameServiceSecrets)
    .values({ keySealed })
    .onConflictDoUpdate({ target: nameServiceSecrets.isOnly, set: { keySealed } })
}

export async function switchService(tx: Tx, isOn: boolean, updatedAt: Date): Promise<boolean> {
  const changed = await tx
    .update(nameServices)
    .set({ isOn, updatedAt })
    .returning({ domain: nameServices.domain })
  return changed.length > 0
}

export async function setDifferenceState(
  tx: Tx,
  id: Id<'nameDifference'>,
  state: 'open' | 'remove',
): Promise<void> {
  await tx.update(nameDifferences).set({ state }).where(eq(nameDifferences.id, id))
}

/** Allows the write of a restored row: a person has decided. */
export async function releaseRecord(tx: Tx, { name, type }: { name: string; type: string }): Promise<void> {
  await tx
    .update(nameRecords)
    .set({
      revision: sql`${nameRecords.revision} + 1`,
      unverified: false,
      failureCode: null,
      failureText: null,
      retryAt: null,
    })
    .where(and(eq(nameRecords.name, name), sql`${nameRecords.type} = ${type}`))
}
