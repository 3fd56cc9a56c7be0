import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { endAllocation } from '~/lib/placement'
import { closeUsage } from '~/lib/usage'
import { changeInstanceState } from '../common/change-state'
import { lockAttachedVolumes, lockInstance } from '../common/lock-resource'
import { changeCopyState } from '../copies/change-copy-state'
import { releaseCopyRoom } from '../copies/copy-room'
import { listHeldSnapshots } from '../copies/queries/copies'
import type { InstanceRow } from '../queries/resources'
import { silentSince } from '../servers/meter-silent-hosts'
import { type NotifiedServer, notifyLostServers } from './notify-lost-servers'
import { findLastTransitionAt, listServersToMark } from './queries/lost-servers'
import { readLastCopies } from './read-last-copies'

type Marked = Awaited<ReturnType<typeof listServersToMark>>[number]

/**
 * Marks the servers of hosts that two people declared lost: nothing of them is billed from before the first failed check
 * of the host, their snapshots are gone, and their customers are notified with the age of the last copy. One
 * transaction for each organisation; safe to run in two workers at once.
 */
export async function markLostServers(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const found = await withSystem(ctx, (tx) => listServersToMark(tx))
  for (const servers of groupedBy(found, ({ organisationId }) => organisationId).values())
    await withSystem(ctx, (tx) => markServers(tx, ctx, servers))
}

async function markServers(tx: Tx, ctx: OpContext, servers: readonly Marked[]): Promise<void> {
  const rows = new Map<Id<'instance'>, InstanceRow>()
  for (const { id } of servers) rows.set(id, await lockInstance(tx, id))
  // Read again under the locks: another worker may have marked them, or an operation may have begun.
  const due = await listServersToMark(tx, [...rows.keys()])
  const copiesOf = await readLastCopies(tx, [...rows.keys()])
  const notified: NotifiedServer[] = []
  for (const server of due) {
    const row = rows.get(server.id)
    if (!row) continue
    const copies = copiesOf(server.id)
    await markServer(tx, ctx, row, server, new Set(copies.volumes.filter(isLocal).map(({ id }) => id)))
    notified.push({ projectId: row.projectId, name: row.name, copies })
  }
  const [first] = due
  if (first) await notifyLostServers(tx, ctx, first.organisationId, notified)
}

const isLocal = (volume: { isLocal: boolean }) => volume.isLocal

async function markServer(
  tx: Tx,
  ctx: OpContext,
  row: InstanceRow,
  { lossId, silentSince: since }: Marked,
  localVolumes: ReadonlySet<Id<'volume'>>,
): Promise<void> {
  const last = await findLastTransitionAt(tx, row.id)
  const at = lostAt(since, last)
  for (const { id } of await listHeldSnapshots(tx, 'server_snapshot', row.id)) {
    await releaseCopyRoom(tx, ctx, 'server_snapshot', id, 'released')
    await changeCopyState(tx, ctx, 'server_snapshot', id, {
      from: ['available'],
      to: 'deleted',
      effectiveAt: at,
    })
    await closeUsage(tx, id, 'all', at, ctx.now)
  }
  for (const volume of await lockAttachedVolumes(tx, row.id)) {
    if (!localVolumes.has(volume.id)) continue
    for (const { id } of await listHeldSnapshots(tx, 'volume_snapshot', volume.id)) {
      await changeCopyState(tx, ctx, 'volume_snapshot', id, {
        from: ['available'],
        to: 'deleted',
        effectiveAt: at,
      })
      await closeUsage(tx, id, 'all', at, ctx.now)
      await endAllocation(tx, id, 'released', ctx.now)
    }
    await closeUsage(tx, volume.id, 'all', at, ctx.now)
  }
  // `runningSince` stays: a server that ran is started again.
  await changeInstanceState(tx, ctx, row.id, {
    from: ['running', 'stopped', 'in_rescue'],
    to: 'lost',
    effectiveAt: at,
  })
  await closeUsage(tx, row.id, 'all', at, ctx.now)
  await recordAudit(tx, ctx, 'instance.lost', {
    organisationId: row.organisationId,
    kind: 'instance',
    id: row.id,
    details: { lossId, hostId: row.hostId, lostAt: at.toISOString() },
  })
}

/** From before the first failed check, as silent hosts are metered, but not before its last change of state. Pure. */
export function lostAt(hostSilentSince: Date, lastTransitionAt: Date | null): Date {
  return notBefore(silentSince(hostSilentSince), lastTransitionAt)
}

/** To the second; the last change of state of a resource is known to have happened. Pure. */
export function notBefore(goneAt: Date, lastTransitionAt: Date | null): Date {
  const at = toSecond(goneAt)
  return lastTransitionAt && lastTransitionAt > at ? lastTransitionAt : at
}
