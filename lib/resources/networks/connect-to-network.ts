import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { lockFirewall } from '../firewall/queries/rule-sets'
import type { InstanceRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from '../servers/instance-can'
import type { Requested } from '../servers/request-instance-change'
import { type ClaimedCard, claimCard, findCardOn, isHostSilent } from './queries/cards'
import { findOpenNetwork } from './queries/named-networks'
import { requireChangeableNetworks } from './require-changeable'
import type { ConnectToNetworkInput, DisconnectFromNetworkInput } from './schema'
import { cardsMax, isServerAddress, serverAddresses } from './server-addresses'

/**
 * Starts connecting a server to a further network of its project and zone, with the given address there or the lowest free
 * one, which is the server's from now on.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (another zone or project, the address), `already_exists`,
 * `quota_exceeded`, `insufficient_capacity` (no address left), `hypervisor_unreachable` (its host does not answer), `unavailable`
 */
export async function connectToNetwork(
  ctx: OpContext,
  { instanceId, networkId, address }: ConnectToNetworkInput,
): Promise<Requested & { address: string }> {
  authorize(ctx, 'instance:operate')
  const connect = async (tx: Tx, organisationId: Id<'organisation'>) => {
    const network = await findOpenNetwork(tx, networkId)
    if (!network) throw new DomainError('not_found', { field: 'networkId' })
    // Before the server, as every change of rules does.
    await lockFirewall(tx, network.projectId)
    const instance = await lockInstance(tx, instanceId)
    assertAllowed(instanceCan.connect(instance), instance)
    if (instance.projectId !== network.projectId) throw refuse('networkId', 'network_other_project')
    if (instance.zoneId !== network.zoneId) throw refuse('networkId', 'network_other_zone')
    if (address && !isServerAddress(network.range, address))
      throw refuse('address', 'private_address_range', { ...serverAddresses(network.range) })
    await requireHost(tx, instance)
    // It is made with its first card.
    if (network.appliedRevision < 0) await requireChangeableNetworks(tx, network.zoneId)
    const claimed = await claimCard(tx, { instanceId, networkId, address: address || null, now: ctx.now })
    if (claimed.outcome !== 'claimed') throw refusalOf(claimed.outcome, network)
    const details = { networkId, network: network.name, address: claimed.address }
    await recordAudit(tx, ctx, 'instance.connect_requested', {
      organisationId,
      kind: 'instance',
      id: instanceId,
      details,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'connect_network',
      organisationId,
      resourceKind: 'instance',
      resourceId: instanceId,
      input: { networkId },
    })
    return { sagaId, address: claimed.address }
  }
  return retryConflicts(() => withOrganisation(ctx, connect))
}

/**
 * Starts disconnecting a server from a further network; its address there is free once the card is gone.
 *
 * @throws DomainError `not_found`, `state_forbids` (also for the card of its public addresses), `hypervisor_unreachable`
 */
export async function disconnectFromNetwork(
  ctx: OpContext,
  { instanceId, networkId }: DisconnectFromNetworkInput,
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, instanceId)
    assertAllowed(instanceCan.connect(instance), instance)
    const card = await findCardOn(tx, { instanceId, networkId })
    if (!card) throw new DomainError('not_found', { field: 'networkId' })
    if (card.position === 0) throw new DomainError('state_forbids', { params: { reason: 'first_card' } })
    await requireHost(tx, instance)
    const details = { networkId, network: card.networkName, address: card.address }
    await recordAudit(tx, ctx, 'instance.disconnect_requested', {
      organisationId,
      kind: 'instance',
      id: instanceId,
      details,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'disconnect_network',
      organisationId,
      resourceKind: 'instance',
      resourceId: instanceId,
      input: { networkId },
    })
    return { sagaId }
  })
}

/** @throws DomainError `hypervisor_unreachable` */
async function requireHost(tx: Tx, { hostId }: InstanceRow): Promise<void> {
  if (await isHostSilent(tx, hostId)) throw new DomainError('hypervisor_unreachable')
}

function refusalOf(
  outcome: Exclude<ClaimedCard['outcome'], 'claimed'>,
  { name, range }: { name: string; range: string },
): DomainError {
  switch (outcome) {
    case 'gone':
      return new DomainError('not_found', { field: 'networkId' })
    case 'not_compared':
      return new DomainError('recovery_in_progress')
    case 'connected':
      return new DomainError('already_exists', {
        field: 'networkId',
        params: { reason: 'connected_already' },
      })
    case 'too_many':
      return new DomainError('quota_exceeded', { params: { reason: 'cards_max', max: `${cardsMax}` } })
    case 'taken':
      return refuse('address', 'private_address_taken')
    case 'full':
      return new DomainError('insufficient_capacity', {
        params: { reason: 'no_private_address', network: name, range },
      })
  }
}

const refuse = (field: string, reason: string, more: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field, params: { reason, ...more } })
