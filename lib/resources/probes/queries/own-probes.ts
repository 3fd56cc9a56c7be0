import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import { type InstanceState, instances } from '~/db/schema/resources/compute'
import { instanceProbeChanges, instanceProbes } from '~/db/schema/sla/alerts'
import type { Id } from '~/lib/kernel/ids'

export type ProbeRow = typeof instanceProbes.$inferSelect

export async function listProbeRows(tx: Tx, instanceId: Id<'instance'>): Promise<ProbeRow[]> {
  return tx
    .select()
    .from(instanceProbes)
    .where(eq(instanceProbes.instanceId, instanceId))
    .orderBy(asc(instanceProbes.name), asc(instanceProbes.id))
}

export async function countProbes(tx: Tx, instanceId: Id<'instance'>): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(instanceProbes)
    .where(eq(instanceProbes.instanceId, instanceId))
  return row?.n ?? 0
}

export async function insertProbe(tx: Tx, row: typeof instanceProbes.$inferInsert): Promise<void> {
  await tx.insert(instanceProbes).values(row)
}

export async function lockProbe(tx: Tx, id: Id<'instanceProbe'>): Promise<ProbeRow | null> {
  const [row] = await tx.select().from(instanceProbes).where(eq(instanceProbes.id, id)).for('update')
  return row ?? null
}

export async function updateProbe(
  tx: Tx,
  id: Id<'instanceProbe'>,
  set: Partial<typeof instanceProbes.$inferInsert>,
): Promise<void> {
  await tx.update(instanceProbes).set(set).where(eq(instanceProbes.id, id))
}

export async function deleteProbe(tx: Tx, id: Id<'instanceProbe'>): Promise<void> {
  await tx.delete(instanceProbes).where(eq(instanceProbes.id, id))
}

/** When each of these last changed its result. */
export async function listReadingSince(tx: Tx, instanceId: Id<'instance'>) {
  return tx
    .selectDistinctOn([instanceProbeChanges.probeId], {
      probeId: instanceProbeChanges.probeId,
      at: instanceProbeChanges.at,
    })
    .from(instanceProbeChanges)
    .innerJoin(instanceProbes, eq(instanceProbes.id, instanceProbeChanges.probeId))
    .where(eq(instanceProbes.instanceId, instanceId))
    .orderBy(instanceProbeChanges.probeId, sql`${instanceProbeChanges.at} desc`)
}

/** Claims due probes of running servers by postponing them to `next`: each is claimed by one worker only. */
export async function claimDueProbes(tx: Tx, now: Date, next: Date, limit: number): Promise<ProbeRow[]> {
  const due = sql`select p.id from instance_probes p join instances i on i.id = p.instance_id
    where p.next_look_at <= ${now.toISOString()}::timestamptz and i.state = 'running'
    order by p.next_look_at, p.id limit ${limit} for update of p skip locked`
  return tx
    .update(instanceProbes)
    .set({ nextLookAt: next })
    .where(sql`${instanceProbes.id} in (${due})`)
    .returning()
}

export async function insertChange(tx: Tx, row: typeof instanceProbeChanges.$inferInsert): Promise<void> {
  await tx.insert(instanceProbeChanges).values(row)
}

/** The names used in a probe's notification. */
export async function findProbedServer(tx: Tx, instanceId: Id<'instance'>) {
  const [row] = await tx
    .select({ name: instances.name, projectId: instances.projectId, organisation: organisations.legalName })
    .from(instances)
    .innerJoin(organisations, eq(organisations.id, instances.organisationId))
    .where(eq(instances.id, instanceId))
  return row ?? null
}

/** Null where the organisation has no such server, or the member cannot see it. */
export async function findServerState(
  tx: Tx,
  organisationId: Id<'organisation'>,
  instanceId: Id<'instance'>,
): Promise<InstanceState | null> {
  const [row] = await tx
    .select({ state: instances.state })
    .from(instances)
    .where(and(eq(instances.organisationId, organisationId), eq(instances.id, instanceId)))
  return row?.state ?? null
}

/** The same for a server that the member operates, locked until the transaction ends. */
export async function lockServer(
  tx: Tx,
  organisationId: Id<'organisation'>,
  instanceId: Id<'instance'>,
): Promise<InstanceState | null> {
  const [row] = await tx
    .select({ state: instances.state })
    .from(instances)
    .where(and(eq(instances.organisationId, organisationId), eq(instances.id, instanceId)))
    .for('no key update')
  return row?.state ?? null
}
