import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress, withNextRevision } from '~/db/expressions/public-address'
import { instances } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import { type Id, isId } from '~/lib/kernel/ids'

/** The address leads elsewhere and our row is right: marks the address to be applied again. */
export async function redirectAddress(tx: Tx, id: Id<'publicAddress'>): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ revision: withNextRevision.revision, unverified: false })
    .where(and(isReservedAddress, isNotNull(publicAddresses.instanceId), eq(publicAddresses.id, id)))
}

/** Confirms restored addresses that lead where their row of this revision points, so nothing is left to apply. */
export async function confirmAddresses(
  tx: Tx,
  same: readonly { id: Id<'publicAddress'>; revision: number }[],
): Promise<void> {
  for (const { id, revision } of same)
    await tx
      .update(publicAddresses)
      .set({ unverified: false, appliedRevision: revision, failureCode: null, failureText: null })
      .where(
        and(
          eq(publicAddresses.id, id),
          eq(publicAddresses.revision, revision),
          eq(publicAddresses.unverified, true),
        ),
      )
}

/** Lists addresses of a zone that should lead somewhere; `isBusy` while a change is being applied. */
export async function listLeadingAddresses(tx: Tx, zoneId: Id<'zone'>, ids: readonly string[]) {
  const rows = await tx
    .select()
    .from(publicAddresses)
    .where(
      and(
        eq(publicAddresses.zoneId, zoneId),
        or(
          sql`(${publicAddresses.instanceId} is not null or ${publicAddresses.unverified}
            or ${publicAddresses.appliedRevision} < ${publicAddresses.revision})`,
          inArray(
            publicAddresses.id,
            ids.filter((id) => isId('publicAddress', id)),
          ),
        ),
      ),
    )
  const away = await listServersAway(tx, rows)
  return rows.map(({ id, organisationId, address, instanceId, revision, appliedRevision, unverified }) => ({
    id,
    organisationId,
    address,
    instanceId,
    revision,
    unverified,
    isBusy: (appliedRevision < revision && !unverified) || (instanceId !== null && away.has(instanceId)),
  }))
}

/** The servers of these addresses that do not exist now: they are lost with their host, or are being started elsewhere. */
async function listServersAway(tx: Tx, rows: readonly { instanceId: Id<'instance'> | null }[]) {
  const ids = rows.flatMap(({ instanceId }) => (instanceId ? [instanceId] : []))
  if (ids.length === 0) return new Set<Id<'instance'>>()
  const found = await tx
    .select({ id: instances.id })
    .from(instances)
    .where(and(inArray(instances.id, ids), inArray(instances.state, ['lost', 'recovering'])))
  return new Set(found.map(({ id }) => id))
}
