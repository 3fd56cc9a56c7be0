/**
 * The free capacity of the zones of recent claims, cached in this process so that a claim need not read ten
 * thousand hosts. It is only used for planning: `claim_capacity` checks every plan, and "no room" is only
 * accepted from a fresh reading. This process's own plans are deducted at once, so that its claims spread over
 * hosts instead of waiting for each other.
 */
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { futuresFreshForSeconds, type HostFutures, openFutures } from '../packing/host-futures'
import { readPacking } from '../packing/read-packing'
import { openState, type ZoneState } from './place-state'
import { type MeasuredSnapshot, readZone } from './read-snapshot'

type Cached = { state: ZoneState; readAt: number }
const cached = new Map<Id<'zone'>, Cached>()
/**
 * A second; in zones of more than a thousand hosts a millisecond per host, or reading would be most of the
 * work.
 */
const freshForMilliseconds = (state: ZoneState) => Math.max(1_000, state.hosts.length)

/**
 * The state to plan on, and whether it was read just now. `packs`: some resource is packed whatever the zone's
 * policy. Null when the zone does not sell.
 */
export async function zoneState(
  tx: Tx,
  ctx: OpContext,
  zoneId: Id<'zone'>,
  { mustBeFresh, packs }: { mustBeFresh: boolean; packs: boolean },
): Promise<{ state: ZoneState; isFresh: boolean } | null> {
  const known = cached.get(zoneId)
  const now = ctx.now.getTime()
  const isEnough = known && (known.state.futures !== null || !(packs || known.state.placement === 'pack'))
  if (isEnough && !mustBeFresh) {
    if (Math.abs(now - known.readAt) <= freshForMilliseconds(known.state))
      return { state: known.state, isFresh: false }
    // The others continue with the cached state while this claim reads.
    known.readAt = now
  }
  const snapshot = await readZone(tx, zoneId)
  if (!snapshot) {
    cached.delete(zoneId)
    return null
  }
  const isPacking = packs || snapshot.placement === 'pack'
  const state = openState(snapshot, isPacking ? await futuresOf(tx, ctx, zoneId, snapshot) : null)
  cached.set(zoneId, { state, readAt: now })
  return { state, isFresh: true }
}

const cachedFutures = new Map<Id<'zone'>, { futures: HostFutures; readAt: number }>()

/** They outlive the states: plans of this process stay in them until they are read again. */
async function futuresOf(
  tx: Tx,
  ctx: OpContext,
  zoneId: Id<'zone'>,
  { hosts }: MeasuredSnapshot,
): Promise<HostFutures> {
  const known = cachedFutures.get(zoneId)
  const now = ctx.now.getTime()
  if (known && Math.abs(now - known.readAt) <= futuresFreshForSeconds * 1_000) return known.futures
  if (known) known.readAt = now
  const futures = openFutures(hosts, await readPacking(tx, zoneId, ctx.now))
  cachedFutures.set(zoneId, { futures, readAt: now })
  return futures
}

const outOfAddresses = new Map<Id<'zone'>, number>()
const addressLessForMilliseconds = 1_000

/** Records that the database searched every address of the zone and found none. */
export function recordNoAddress(ctx: OpContext, zoneId: Id<'zone'>): void {
  outOfAddresses.set(zoneId, ctx.now.getTime())
}

/**
 * Whether the zone had no free address a moment ago. Another full search for each of many losing orders would
 * keep their hosts locked for the whole rush; a released address is sold a second later.
 */
export function lacksAddresses(ctx: OpContext, zoneId: Id<'zone'>): boolean {
  const since = outOfAddresses.get(zoneId)
  return since !== undefined && Math.abs(ctx.now.getTime() - since) <= addressLessForMilliseconds
}
