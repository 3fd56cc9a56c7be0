import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hostLosses, hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export type LossRow = typeof hostLosses.$inferSelect

const isOpen = isNull(hostLosses.endedAt)

/** The open loss of a host; the caller holds the host's lock. */
export async function findOpenLoss(tx: Tx, hostId: Id<'host'>): Promise<LossRow | null> {
  const [row] = await tx
    .select()
    .from(hostLosses)
    .where(and(eq(hostLosses.hostId, hostId), isOpen))
  return row ?? null
}

export async function insertLoss(tx: Tx, row: typeof hostLosses.$inferInsert): Promise<void> {
  await tx.insert(hostLosses).values(row)
}

export async function updateLoss(
  tx: Tx,
  id: Id<'hostLoss'>,
  set: Partial<Pick<LossRow, 'confirmedByStaffId' | 'confirmedAt' | 'endedByStaffId' | 'endedAt'>>,
): Promise<void> {
  await tx.update(hostLosses).set(set).where(eq(hostLosses.id, id))
}

/** Records the first sign of life of a host declared lost; null when it is not, false when one was recorded. */
export async function markLostHostAnswering(
  tx: Tx,
  hostId: Id<'host'>,
  at: Date,
): Promise<LossRow | false | null> {
  const loss = await findOpenLoss(tx, hostId)
  if (!loss) return null
  const rows = await tx
    .update(hostLosses)
    .set({ answeredAt: at })
    .where(and(eq(hostLosses.id, loss.id), isNull(hostLosses.answeredAt)))
    .returning()
  return rows[0] ?? false
}

/** Confirmed losses whose hypervisor has not given up its records yet. */
export async function listLossesToForget(tx: Tx) {
  return tx
    .select({
      lossId: hostLosses.id,
      hostId: hosts.id,
      hostName: hosts.name,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
    })
    .from(hostLosses)
    .innerJoin(hosts, eq(hosts.id, hostLosses.hostId))
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .where(
      and(
        isOpen,
        isNotNull(hostLosses.confirmedAt),
        isNull(hostLosses.forgottenAt),
        isNull(hostLosses.answeredAt),
      ),
    )
    .orderBy(asc(hostLosses.id))
}

/** False when it was recorded before. */
export async function markForgotten(tx: Tx, id: Id<'hostLoss'>, at: Date): Promise<boolean> {
  const rows = await tx
    .update(hostLosses)
    .set({ forgottenAt: at })
    .where(and(eq(hostLosses.id, id), isNull(hostLosses.forgottenAt)))
    .returning({ id: hostLosses.id })
  return rows.length > 0
}

/** Whether servers of this zone can use another host. */
export async function canServersMove(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.execute<{ moves: boolean }>(sql`select app.zone_moves(${zoneId}) as moves`)
  return row?.moves ?? false
}

/** Hosts that do not answer or are declared lost, the oldest silence first. */
export async function listSilentHosts(tx: Tx) {
  return tx
    .select({
      id: hosts.id,
      name: hosts.name,
      zoneCode: zones.code,
      unreachableSince: hosts.unreachableSince,
      loss: hostLosses,
    })
    .from(hosts)
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .leftJoin(hostLosses, and(eq(hostLosses.hostId, hosts.id), isOpen))
    .where(isNotNull(hosts.unreachableSince))
    .orderBy(asc(hosts.unreachableSince), asc(hosts.id))
    .limit(100)
}
