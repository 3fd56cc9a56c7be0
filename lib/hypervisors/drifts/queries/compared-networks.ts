import { and, asc, eq, inArray, isNotNull, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { firewallRules, privateNetworks } from '~/db/schema/networks'
import type { Id } from '~/lib/kernel/ids'

/** The rules were found to differ, and ours are right: they are not in force, and are written again. */
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
 * Rules that were found to differ and are not written before a person decides: they are not in force. Those of other
 * networks of the zone that were written are, except of `unjudged` ones, about which nothing was found.
 */
export async function noteHeldRules(
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
      .where(and(isWritten, eq(privateNetworks.id, id as Id<'network'>)))
  const others = [...held.map(({ id }) => id), ...unjudged] as Id<'network'>[]
  await tx
    .update(privateNetworks)
    .set({ notInForceSince: null, notInForceOn: [] })
    .where(and(isWritten, isNotNull(privateNetworks.notInForceSince), notInArray(privateNetworks.id, others)))
}

/** Restored networks whose rules of this revision are what the hypervisor has: nothing of them is left to be written. */
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

/** The networks of a zone with their rules, in their order. */
export async function listNetworksOfZone(tx: Tx, zoneId: Id<'zone'>) {
  const rows = await tx.select().from(privateNetworks).where(eq(privateNetworks.zoneId, zoneId))
  const rules = await tx
    .select()
    .from(firewallRules)
    .where(
      inArray(
        firewallRules.networkId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(firewallRules.createdAt), asc(firewallRules.id))
  return rows.map(({ id, organisationId, revision, appliedRevision, unverified }) => ({
    id,
    organisationId,
    revision,
    unverified,
    /** Being written, or to be. */
    isBusy: appliedRevision < revision && !unverified,
    rules: rules
      .filter(({ networkId }) => networkId === id)
      .map(({ protocol, ports, source }) => ({ protocol, ports, source })),
  }))
}
