import { and, eq, isNotNull, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hasId } from '~/db/expressions/has-id'
import { networkPeerings, privateNetworks } from '~/db/schema/resources/networks'
import { type Id, isId } from '~/lib/kernel/ids'

/** The rules on the hypervisor differ and ours are right: marks them as not in force and to be applied again. */
export async function reapplyNetwork(
  tx: Tx,
  id: Id<'network'>,
  { hosts, now }: { hosts: string[]; now: Date },
): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({
      revision: sql`${privateNetworks.revision} + 1`,
      unverified: false,
      notInForceSince: sql`coalesce(${privateNetworks.notInForceSince}, ${now.toISOString()}::timestamptz)`,
      notInForceOn: hosts,
    })
    .where(eq(privateNetworks.id, id))
}

/**
 * Records as not in force the rules that differ and wait for a person's decision. The other applied networks of the
 * zone are in force, except `unjudged` ones, which were not compared.
 */
export async function recordHeldRules(
  tx: Tx,
  zoneId: Id<'zone'>,
  {
    held,
    unjudged,
    now,
  }: { held: readonly { id: string; hosts: string[] }[]; unjudged: readonly string[]; now: Date },
): Promise<void> {
  const isWritten = and(
    eq(privateNetworks.zoneId, zoneId),
    or(
      eq(privateNetworks.appliedRevision, privateNetworks.revision),
      // Held until a person decides.
      eq(privateNetworks.unverified, true),
    ),
  )
  for (const { id, hosts } of held)
    await tx
      .update(privateNetworks)
      .set({
        notInForceSince: sql`coalesce(${privateNetworks.notInForceSince}, ${now.toISOString()}::timestamptz)`,
        notInForceOn: hosts,
      })
      .where(and(isWritten, hasId(privateNetworks.id, 'network', id)))
  const others = [...held.map(({ id }) => id), ...unjudged].filter((id) => isId('network', id))
  await tx
    .update(privateNetworks)
    .set({ notInForceSince: null, notInForceOn: [] })
    .where(and(isWritten, isNotNull(privateNetworks.notInForceSince), notInArray(privateNetworks.id, others)))
}

/** Confirms restored networks with rules of this revision on the hypervisor, so nothing is left to apply. */
export async function confirmNetworks(
  tx: Tx,
  same: readonly { id: Id<'network'>; revision: number }[],
): Promise<void> {
  for (const { id, revision } of same)
    await tx
      .update(privateNetworks)
      .set({ unverified: false, appliedRevision: revision, notInForceSince: null, notInForceOn: [] })
      .where(
        and(
          eq(privateNetworks.id, id),
          eq(privateNetworks.revision, revision),
          eq(privateNetworks.unverified, true),
        ),
      )
}

/** A network that was removed is still on the hypervisor: it is removed again. */
export async function removeNetworkAgain(tx: Tx, id: Id<'network'>): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ revision: sql`${privateNetworks.revision} + 1`, removedAt: null })
    .where(and(eq(privateNetworks.id, id), isNotNull(privateNetworks.removedAt)))
}

/** Lists the networks of a zone, also removed ones. */
export async function listNetworksOfZone(tx: Tx, zoneId: Id<'zone'>) {
  const rows = await tx.select().from(privateNetworks).where(eq(privateNetworks.zoneId, zoneId))
  const pairs = await tx
    .select({ networkId: networkPeerings.networkId, peerId: networkPeerings.peerId })
    .from(networkPeerings)
    .innerJoin(privateNetworks, eq(privateNetworks.id, networkPeerings.networkId))
    .where(eq(privateNetworks.zoneId, zoneId))
  const peersOf = (id: string) =>
    pairs
      .flatMap(({ networkId, peerId }) => (networkId === id ? [peerId] : peerId === id ? [networkId] : []))
      .sort()
  const isDue = ({ appliedRevision, revision, unverified }: (typeof rows)[number]) =>
    appliedRevision < revision && !unverified
  return rows.map((row) => {
    const { id, organisationId, projectId, revision, unverified, name, range6, removedAt } = row
    const peerIds = peersOf(id)
    return {
      id,
      organisationId,
      projectId,
      revision,
      unverified,
      name,
      range6,
      peerIds,
      isRemoved: removedAt !== null,
      /** Being applied, or due; or a peer is, with which it is connected only then. */
      isBusy: isDue(row) || rows.some((each) => peerIds.includes(each.id) && isDue(each)),
    }
  })
}
