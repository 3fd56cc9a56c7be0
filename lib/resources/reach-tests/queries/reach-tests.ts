import { and, eq, getTableColumns, inArray, isNull, lte } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import { type ReachTestResult, reachTests } from '~/db/schema/resources/reach-tests'
import type { Id } from '~/lib/kernel/ids'

export type ReachTestRow = typeof reachTests.$inferSelect

type NewTest = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  instanceId: Id<'instance'>
  at: Date
  until: Date
}

/** Starts a test of this server; the former one is forgotten. */
export async function upsertReachTest(tx: Tx, { at, until, ...of }: NewTest): Promise<void> {
  const started = { requestedAt: at, dueAt: at, until, finishedAt: null, result: null }
  await tx
    .insert(reachTests)
    .values({ ...of, ...started })
    .onConflictDoUpdate({ target: [reachTests.organisationId, reachTests.instanceId], set: started })
}

export async function listReachTests(
  tx: Tx,
  instanceIds: readonly Id<'instance'>[],
): Promise<ReachTestRow[]> {
  if (instanceIds.length === 0) return []
  return tx
    .select()
    .from(reachTests)
    .where(inArray(reachTests.instanceId, [...instanceIds]))
}

/** Leases due tests by postponing them, so that another worker runs those of one that dies. */
export async function claimDueTests(
  tx: Tx,
  { now, leasedUntil, limit }: { now: Date; leasedUntil: Date; limit: number },
): Promise<ReachTestRow[]> {
  const due = tx.$with('due').as(
    tx
      .select({ organisationId: reachTests.organisationId, instanceId: reachTests.instanceId })
      .from(reachTests)
      .where(and(isNull(reachTests.finishedAt), lte(reachTests.dueAt, now)))
      .orderBy(reachTests.dueAt)
      .limit(limit)
      .for('update', { skipLocked: true }),
  )
  return tx
    .with(due)
    .update(reachTests)
    .set({ dueAt: leasedUntil })
    .from(due)
    .where(and(eq(reachTests.organisationId, due.organisationId), eq(reachTests.instanceId, due.instanceId)))
    .returning(getTableColumns(reachTests))
}

/** Records a result, unless the test was started anew meanwhile. */
export async function saveReachTest(
  tx: Tx,
  { organisationId, instanceId, requestedAt }: ReachTestRow,
  set: { result: ReachTestResult | null; dueAt: Date; finishedAt: Date | null },
): Promise<void> {
  await tx
    .update(reachTests)
    .set(set)
    .where(
      and(
        eq(reachTests.organisationId, organisationId),
        eq(reachTests.instanceId, instanceId),
        eq(reachTests.requestedAt, requestedAt),
      ),
    )
}

/** Zone, private address and network of a server's first card. */
export async function findTestedPlace(tx: Tx, instanceId: Id<'instance'>) {
  const [row] = await tx
    .select({
      organisationId: instances.organisationId,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
      address: privateAddresses.address,
      address6: privateAddresses.address6,
      network: privateNetworks,
    })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .leftJoin(
      privateAddresses,
      and(eq(privateAddresses.instanceId, instances.id), eq(privateAddresses.position, 0)),
    )
    .leftJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(eq(instances.id, instanceId))
  return row ?? null
}

/** Records whether the system of a server holds its IPv6 address, as the hypervisor reports it now. */
export async function recordSeen6(
  tx: Tx,
  { instanceId, address6, seenAt }: { instanceId: Id<'instance'>; address6: string; seenAt: Date | null },
): Promise<void> {
  await tx
    .update(privateAddresses)
    .set({ seen6At: seenAt })
    .where(and(eq(privateAddresses.instanceId, instanceId), eq(privateAddresses.address6, address6)))
}
