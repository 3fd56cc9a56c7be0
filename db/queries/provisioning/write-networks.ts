import { and, asc, eq, inArray, isNotNull, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { firewallRules, privateNetworks } from '~/db/schema/networks'
import type { Id } from '~/lib/kernel/ids'
import type { ComparedZone } from './drifts'
import type { NetworkRow } from './networks'

/** A network whose rules this holder alone may write now. */
export type NetworkToWrite = NetworkRow & { zone: ComparedZone }

/** After rows were lost, what is in force in a zone is looked at before anything is written there. */
const isToWrite = and(
  sql`${privateNetworks.appliedRevision} < ${privateNetworks.revision}`,
  eq(privateNetworks.unverified, false),
  sql`coalesce(${privateNetworks.writingUntil} <= clock_timestamp(), true)`,
  sql`not app.awaits_comparison(${privateNetworks.zoneId}, '')`,
)

/** Zones with networks whose rules are to be written and that nobody writes. */
export async function listZonesToWrite(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx
    .selectDistinct({ zoneId: privateNetworks.zoneId })
    .from(privateNetworks)
    .where(isToWrite)
  return rows.map(({ zoneId }) => zoneId)
}

/**
 * The next network of a zone whose rules are to be written, leased to `holder` by the clock of the database; null when
 * there is none that nobody writes. One whose write failed waits for its turn.
 */
export async function claimNetworkToWrite(
  tx: Tx,
  zoneId: Id<'zone'>,
  { holder, leaseSeconds }: { holder: string; leaseSeconds: number },
): Promise<NetworkToWrite | null> {
  const next = tx
    .select({ id: privateNetworks.id })
    .from(privateNetworks)
    .where(and(eq(privateNetworks.zoneId, zoneId), isToWrite))
    .orderBy(sql`${privateNetworks.writingUntil} nulls first`, asc(privateNetworks.id))
    .limit(1)
    .for('no key update', { skipLocked: true })
  const [row] = await tx
    .update(privateNetworks)
    .set({ writingBy: holder, writingUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
    .where(eq(privateNetworks.id, sql`(${next})`))
    .returning()
  if (!row) return null
  const [zone] = await tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(eq(zones.id, row.zoneId))
  return zone ? { ...row, zone } : null
}

/** The write of this holder succeeded: the rules of `revision` are in force. False when the lease was lost meanwhile. */
export async function markNetworkApplied(
  tx: Tx,
  id: Id<'network'>,
  { holder, revision }: { holder: string; revision: number },
): Promise<boolean> {
  const marked = await tx
    .update(privateNetworks)
    .set({
      appliedRevision: revision,
      writingBy: null,
      writingUntil: null,
      notInForceSince: null,
      notInForceOn: [],
    })
    .where(and(eq(privateNetworks.id, id), eq(privateNetworks.writingBy, holder)))
    .returning({ id: privateNetworks.id })
  return marked.length > 0
}

/** The write of this holder failed: it is tried again after `pauseSeconds`, and until then the page says so. */
export async function noteNetworkFailure(
  tx: Tx,
  id: Id<'network'>,
  { holder, hosts, pauseSeconds, now }: { holder: string; hosts: string[]; pauseSeconds: number; now: Date },
): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({
      writingBy: null,
      writingUntil: sql`clock_timestamp() + make_interval(secs => ${pauseSeconds})`,
      notInForceSince: sql`coalesce(${privateNetworks.notInForceSince}, ${now.toISOString()}::timestamptz)`,
      notInForceOn: hosts,
    })
    .where(and(eq(privateNetworks.id, id), eq(privateNetworks.writingBy, holder)))
}

/** Nobody writes the rules of this network: this holder has not the means. */
export async function releaseNetwork(tx: Tx, id: Id<'network'>, holder: string): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ writingBy: null, writingUntil: null })
    .where(and(eq(privateNetworks.id, id), eq(privateNetworks.writingBy, holder)))
}

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
