import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, sqlState } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { isWithin, readPoolRange } from './address-range'
import type { AddressPoolView } from './client'
import * as rows from './queries/address-pools'
import type { AddAddressPoolInput } from './schema'

/** The pools of public addresses of a zone. */
export async function listAddressPools(
  ctx: OpContext,
  { zoneId }: { zoneId: Id<'zone'> },
): Promise<AddressPoolView[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) =>
    (await rows.listPools(tx, zoneId)).map(({ createdAt: _, ...pool }) => pool),
  )
}

/**
 * Adds addresses that the zone may give to customers: one by one, or over IPv6 a /64 to each new network. Routing them to
 * the hypervisor is up to the operator.
 *
 * @throws DomainError `not_found`, `invalid_input` (not a range of public addresses; IPv6 where it cannot be routed or is a
 * management range), `already_exists` (overlaps a pool of any zone)
 */
export async function addAddressPool(
  ctx: OpContext,
  { zoneId, range: text }: AddAddressPoolInput,
): Promise<{ id: Id<'addressPool'> }> {
  authorizeStaff(ctx, 'inventory:change')
  const read = readPoolRange(text)
  if ('refusal' in read) throw refuse(read.refusal)
  const { range, family } = read
  const id = newId('addressPool', ctx.now.getTime())
  try {
    await withStaff(ctx, async (tx) => {
      if (!(await rows.zoneExists(tx, zoneId))) throw new DomainError('not_found')
      if (family === 6) await checkRange6(tx, zoneId, range)
      const other = await rows.findOverlappingPool(tx, range)
      if (other) throw overlapping(other.range, other.zoneCode)
      await rows.insertPool(tx, { id, zoneId, range, createdAt: ctx.now })
      await recordAudit(tx, ctx, 'address_pool.added', {
        organisationId: null,
        kind: 'address_pool',
        id,
        details: { zoneId, range },
      })
    })
  } catch (error) {
    // An overlapping pool was added concurrently.
    if (sqlState(error) === '23P01') throw overlapping(range, '')
    throw error
  }
  return { id }
}

/** Closes the pool: it gives no more addresses; customers keep theirs. @throws DomainError `not_found` */
export async function removeAddressPool(
  ctx: OpContext,
  { poolId }: { poolId: Id<'addressPool'> },
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await withStaff(ctx, async (tx) => {
    const pool = await rows.findPool(tx, poolId)
    if (!pool || !(await rows.closePool(tx, poolId, ctx.now))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'address_pool.removed', {
      organisationId: null,
      kind: 'address_pool',
      id: poolId,
      details: { zoneId: pool.zoneId, range: pool.range },
    })
  })
}

/** A range that cannot be routed would make every new network of the zone fail. */
async function checkRange6(tx: Tx, zoneId: Id<'zone'>, range: string): Promise<void> {
  if (!(await rows.canRouteRange6(tx, zoneId))) throw refuse('address_range6_bridges')
  const routes = await rows.findUplinkRoutes6(tx, zoneId)
  if (routes && !routes.some((route) => isWithin(route, range)))
    throw refuse(routes.length > 0 ? 'address_range6_uplink' : 'address_range6_no_uplink', {
      routes: routes.join(', '),
    })
  const managed = await rows.findManagementRange(tx, range)
  if (managed) throw refuse('network_range_reserved', { range: managed })
}

const refuse = (reason: string, more: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'range', params: { reason, ...more } })
const overlapping = (range: string, zone: string) =>
  new DomainError('already_exists', {
    field: 'range',
    params: { reason: 'address_range_taken', range, zone },
  })
