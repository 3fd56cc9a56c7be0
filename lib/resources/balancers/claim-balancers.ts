import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findCertificateFault } from '../certificates/find-certificate-fault'
import { lockAddresses } from '../networks/queries/named-networks'
import { recordSagas } from '../sagas/record-saga'
import { type NewBalancer, recordNewBalancers } from './change-balancer-state'
import { countAgainstQuota, findNetworkOfBalancer, giveAddress } from './queries/ordered'

type Place = { organisationId: Id<'organisation'>; projectId: Id<'project'> }
type Placed = { networkId: Id<'network'>; projectId: Id<'project'>; zoneId: Id<'zone'> }

/**
 * In `tx`: inserts the balancers of an order with their sagas. A building block of orders: the caller has authorised, and
 * calls `keepNetworks` once it has the public addresses too.
 *
 * @throws DomainError `name_taken`, `quota_exceeded`, `invalid_input` (the address is not free, or a certificate not there any
 * more), `recovery_in_progress`
 */
export async function claimBalancers(tx: Tx, ctx: OpContext, wanted: readonly NewBalancer[]): Promise<void> {
  await recordNewBalancers(tx, ctx, wanted)
  for (const balancer of wanted) {
    await requireCertificates(tx, ctx, balancer)
    await claimQuota(tx, balancer)
    if (balancer.orderedAddressId) await giveReserved(tx, balancer.id, balancer.orderedAddressId, balancer)
  }
  await recordSagas(
    tx,
    ctx,
    wanted.map(({ id, organisationId }) => creationOf(id, organisationId)),
  )
}

export const creationOf = (resourceId: Id<'balancer'>, organisationId: Id<'organisation'>) => ({
  kind: 'create_balancer' as const,
  organisationId,
  resourceKind: 'balancer' as const,
  resourceId,
  input: {},
})

/** @throws DomainError `invalid_input` when the address is not free any more */
export async function giveReserved(
  tx: Tx,
  id: Id<'balancer'>,
  addressId: Id<'publicAddress'>,
  { projectId, zoneId }: Omit<Placed, 'networkId'>,
): Promise<void> {
  if (!(await giveAddress(tx, addressId, id, { projectId, zoneId })))
    throw new DomainError('invalid_input', {
      field: 'balancer.addressId',
      params: { reason: 'address_not_free' },
    })
}

/** @throws DomainError `quota_exceeded` */
export async function claimQuota(tx: Tx, place: Place): Promise<void> {
  const answer = await countAgainstQuota(tx, place, { isClaim: true })
  if (answer.outcome === 'counted') return
  const resource = 'load_balancers'
  throw new DomainError('quota_exceeded', {
    params: { reason: resource, resource, limit: `${answer.limit}`, used: `${answer.used}` },
  })
}

/**
 * Keeps the networks of new balancers from being deleted meanwhile. After the quotas and public addresses: servers take
 * their places on a network in this order too.
 *
 * @throws DomainError `invalid_input` when one was deleted
 */
export async function keepNetworks(tx: Tx, balancers: readonly Placed[]): Promise<void> {
  for (const networkId of [...new Set(balancers.map((each) => each.networkId))].sort())
    await lockAddresses(tx, networkId)
  for (const { networkId, ...place } of balancers)
    if (!(await findNetworkOfBalancer(tx, networkId, place)))
      throw new DomainError('invalid_input', {
        field: 'balancer.networkId',
        params: { reason: 'network_gone' },
      })
}

/**
 * An order may have waited for weeks: a certificate that has ended is shown, a deleted one cannot be.
 *
 * @throws DomainError `invalid_input`
 */
export async function requireCertificates(
  tx: Tx,
  ctx: OpContext,
  { projectId, settings }: Pick<NewBalancer, 'projectId' | 'settings'>,
): Promise<void> {
  const { listeners } = settings
  const fault = await findCertificateFault(tx, projectId, listeners, { now: ctx.now, present: listeners })
  if (!fault) return
  const field = `balancer.settings.listeners.${fault.at}.certificateId`
  throw new DomainError('invalid_input', { field, params: { reason: fault.reason } })
}
