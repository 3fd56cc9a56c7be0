import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress, withNextRevision } from '~/db/expressions/public-address'
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
  return rows.map(({ id, organisationId, address, instanceId, revision, appliedRevision, unverified }) => ({
    id,
    organisationId,
    address,
    instanceId,
    revision,
    unverified,
    isBusy: appliedRevision < revision && !unverified,
  }))
}
