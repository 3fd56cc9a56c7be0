import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hostSilences, hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** Marks the host as silent since `at`; returns false when it already was. */
export async function markHostSilent(
  tx: Tx,
  { id, since, silenceId }: { id: Id<'host'>; since: Date; silenceId: Id<'hostSilence'> },
): Promise<boolean> {
  const rows = await tx
    .update(hosts)
    .set({ unreachableSince: since })
    .where(and(eq(hosts.id, id), isNull(hosts.unreachableSince)))
    .returning({ id: hosts.id })
  if (rows.length === 0) return false
  await tx.insert(hostSilences).values({ id: silenceId, hostId: id, fromAt: since, toAt: null })
  return true
}

/** Clears the mark; returns false when the host was not marked as silent. */
export async function markHostBack(tx: Tx, id: Id<'host'>, at: Date): Promise<boolean> {
  const rows = await tx
    .update(hosts)
    .set({ unreachableSince: null })
    .where(and(eq(hosts.id, id), isNotNull(hosts.unreachableSince)))
    .returning({ id: hosts.id })
  if (rows.length === 0) return false
  await tx
    .update(hostSilences)
    .set({ toAt: at })
    .where(and(eq(hostSilences.hostId, id), isNull(hostSilences.toAt)))
  return true
}
