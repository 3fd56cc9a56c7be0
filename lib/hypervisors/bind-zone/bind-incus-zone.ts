/**
 * Binds a zone to a real hypervisor in a sequence of idempotent use cases. A zone without a host sells nothing, so an
 * interrupted binding offers nothing and the next run completes it.
 */
import { withShared, withSystem } from '~/db/client'
import { defineZone, findZone, offerImages } from '~/lib/catalogue'
import { findZonePlace, type ZonePlace } from '~/lib/datacentre'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { outsideWorldAllowed } from '~/lib/recovery'
import { findZoneOfFingerprint, keepSocketFingerprint } from '../connect/queries/hypervisors'
import { DriverError, type IncusMemberFacts, readIncusMember } from '../port/index'
import { bindHost } from './bind-host'
import { bindPool } from './bind-pool'
import { ensureRack } from './ensure-rack'
import { type MemberPlan, type MemberRefusal, planMember } from './plan-member'

const zone = { code: 'INC1', name: 'Incus local', city: 'Sur place', position: 100 }
const readWithinMs = 30_000

export type BindOutcome =
  | {
      outcome: 'bound'
      zoneCode: string
      serverName: string
      plan: MemberPlan
      /** The capacity on sale was left unchanged because customers hold more than the hypervisor has. */
      capacityKept: boolean
    }
  /**
   * The database was restored or copied and no operator has approved it: the hypervisor may belong to another
   * installation.
   */
  | { outcome: 'held' }
  | { outcome: 'refused'; reason: MemberRefusal | 'unusable' | 'zone_taken' | 'other_zone'; text: string }

/**
 * Makes zone INC1 sell what the hypervisor behind this socket reports now: processors, memory, space and images. If
 * another hypervisor was bound before, its host sells nothing any more. Changes nothing when the socket is unusable or
 * the database may not act on the outside world.
 */
export async function bindIncusZone(ctx: OpContext, input: { socketPath: string }): Promise<BindOutcome> {
  authorizeSystem(ctx)
  if (!(await outsideWorldAllowed(ctx))) return { outcome: 'held' }
  const facts = await readMember(ctx, input.socketPath)
  if (facts instanceof DriverError)
    return { outcome: 'refused', reason: 'unusable', text: facts.rawText || facts.code }
  const decision = planMember(zone.code, facts)
  if (decision.outcome === 'refused') return { ...decision, text: '' }
  const other = await withSystem(ctx, (tx) => findZoneOfFingerprint(tx, facts.fingerprint))
  if (other !== null) return { outcome: 'refused', reason: 'other_zone', text: other }
  const known = await withShared(ctx, (tx) => findZone(tx, zone.code))
  if (known && known.driver !== 'incus') return { outcome: 'refused', reason: 'zone_taken', text: zone.code }
  const zoneId = known?.id ?? (await defineZone(ctx, { ...zone, driver: 'incus', addressPrefix: '' }))
  await withSystem(ctx, (tx) => keepSocketFingerprint(tx, zoneId, facts.fingerprint))
  const place = await withShared(ctx, (tx) => findZonePlace(tx, zoneId))
  const kept = await bindMember(ctx, zoneId, place, decision.plan)
  return {
    outcome: 'bound',
    zoneCode: zone.code,
    serverName: facts.serverName,
    plan: decision.plan,
    capacityKept: kept,
  }
}

/**
 * Images and pool before the host, because the host makes the zone sell. Returns true when capacity was not updated.
 */
async function bindMember(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  place: ZonePlace,
  plan: MemberPlan,
): Promise<boolean> {
  await offerImages(ctx, { zoneId, images: plan.images })
  const rackId = await ensureRack(ctx, zoneId, place, zone)
  const pool = await bindPool(ctx, zoneId, place, plan)
  const host = await bindHost(ctx, rackId, place, plan)
  return pool === 'claimed' || host === 'claimed'
}

async function readMember(ctx: OpContext, socketPath: string): Promise<IncusMemberFacts | DriverError> {
  try {
    return await readIncusMember(
      { socketPath, now: () => ctx.now },
      { signal: AbortSignal.timeout(readWithinMs) },
    )
  } catch (error) {
    if (error instanceof DriverError) return error
    throw error
  }
}
