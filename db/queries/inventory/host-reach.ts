import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hostSilences, hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The host does not answer since then. False when it was known already. */
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

/** Those of these that did not answer. */
export async function markHostsBack(tx: Tx, ids: readonly Id<'host'>[], at: Date): Promise<Id<'host'>[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .update(hosts)
    .set({ unreachableSince: null })
    .where(and(inArray(hosts.id, [...ids]), isNotNull(hosts.unreachableSince)))
    .returning({ id: hosts.id })
  const back = rows.map(({ id }) => id)
  if (back.length > 0)
    await tx
      .update(hostSilences)
      .set({ toAt: at })
      .where(and(inArray(hostSilences.hostId, back), isNull(hostSilences.toAt)))
  return back
}
