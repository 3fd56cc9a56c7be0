import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { privateNetworks } from '~/db/schema/resources/networks'
import type { ComparedZone } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import type { NetworkRow } from './networks'

/** A network that only this lease holder may write, or remove when it is deleted, now. */
export type NetworkToWrite = NetworkRow & { zone: ComparedZone }

/** After rows were lost, a zone is compared before anything is written there. */
const isToWrite = and(
  sql`${privateNetworks.appliedRevision} < ${privateNetworks.revision}`,
  isNull(privateNetworks.removedAt),
  eq(privateNetworks.unverified, false),
  sql`coalesce(${privateNetworks.writingUntil} <= clock_timestamp(), true)`,
  sql`not app.awaits_comparison(${privateNetworks.zoneId}, '')`,
)

/** Zones with networks to be written and not leased. */
export async function listZonesToWrite(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx
    .selectDistinct({ zoneId: privateNetworks.zoneId })
    .from(privateNetworks)
    .where(isToWrite)
  return rows.map(({ zoneId }) => zoneId)
}

/**
 * Leases the next network of a zone with rules to be written to `holder`, by the database's clock; null when
 * there is none. After a failed write a network waits until its retry is due.
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

/**
 * Records this holder's success: the rules of `revision` are in force, or the deleted network is removed. False when the
 * lease was lost meanwhile.
 */
export async function markNetworkApplied(
  tx: Tx,
  id: Id<'network'>,
  { holder, revision, removedAt }: { holder: string; revision: number; removedAt: Date | null },
): Promise<boolean> {
  const marked = await tx
    .update(privateNetworks)
    .set({
      appliedRevision: revision,
      writingBy: null,
      writingUntil: null,
      notInForceSince: null,
      notInForceOn: [],
      removedAt,
    })
    .where(and(eq(privateNetworks.id, id), eq(privateNetworks.writingBy, holder)))
    .returning({ id: privateNetworks.id })
  return marked.length > 0
}

/** Records this holder's failure: retried after `pauseSeconds`; until then the page shows it. */
export async function recordNetworkFailure(
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

/** Releases the lease: this holder has no driver for it. */
export async function releaseNetwork(tx: Tx, id: Id<'network'>, holder: string): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ writingBy: null, writingUntil: null })
    .where(and(eq(privateNetworks.id, id), eq(privateNetworks.writingBy, holder)))
}
