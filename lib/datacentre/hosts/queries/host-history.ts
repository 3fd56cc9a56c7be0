import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { auditEvents } from '~/db/schema/operations'
import { relocations } from '~/db/schema/planning'
import { sagas } from '~/db/schema/provisioning'
import { instances } from '~/db/schema/resources/compute'

/** Audit entries of a host and its drains, newest first, with actor names. */
export async function listHostEvents(tx: Tx, hostId: string, limit: number) {
  return tx
    .select({
      id: auditEvents.id,
      event: auditEvents.event,
      actorKind: auditEvents.actorKind,
      actorName: staffAccounts.fullName,
      details: auditEvents.details,
      occurredAt: auditEvents.occurredAt,
    })
    .from(auditEvents)
    .leftJoin(staffAccounts, eq(staffAccounts.id, sql`${auditEvents.actorId}`))
    .where(
      sql`${auditEvents.subjectId} = any(array_append(array(select ${relocations.id} from ${relocations}
        where ${relocations.hostId} = ${hostId}), ${hostId}))`,
    )
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(limit)
}

/** Completed and pending server moves to and from a host, newest first. */
export async function listHostMoves(tx: Tx, hostId: string, limit: number) {
  const from = sql<string>`${sagas.input} ->> 'fromHostId'`
  const to = sql<string>`${sagas.input} ->> 'toHostId'`
  return tx
    .select({
      id: sagas.id,
      state: sagas.state,
      server: instances.name,
      isArrival: sql<boolean>`${to} = ${hostId}`,
      otherId: hosts.id,
      otherName: hosts.name,
      at: sql<Date>`coalesce(${sagas.finishedAt}, ${sagas.createdAt})`.mapWith(sagas.createdAt),
    })
    .from(sagas)
    .innerJoin(instances, eq(instances.id, sql`${sagas.resourceId}`))
    .innerJoin(hosts, sql`${hosts.id} = case when ${to} = ${hostId} then ${from} else ${to} end`)
    .where(sql`${sagas.kind} = 'move_instance' and (${from} = ${hostId} or ${to} = ${hostId})`)
    .orderBy(desc(sagas.createdAt), desc(sagas.id))
    .limit(limit)
}
