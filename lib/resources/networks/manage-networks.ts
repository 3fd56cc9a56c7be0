import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { lockNetworkRanges } from '~/lib/hypervisors/rows'
import { authorize, findOpenProject } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { lockFirewall } from '../firewall/queries/rule-sets'
import { readNetworkRange } from './network-range'
import * as named from './queries/named-networks'
import * as rows from './queries/networks'
import { listPeerings, listPeersOf } from './queries/peerings'
import { requireChangeableNetworks } from './require-changeable'
import type { CreateNetworkInput, RenameNetworkInput } from './schema'

/** In a project and a zone. Each network is an object on every host. */
const networksMax = 10
const namesShown = 5

/**
 * Creates a private network of a project in a zone; a worker makes it on the hypervisor within seconds. Its range is the
 * requested one, or one that the installation allots.
 *
 * @throws DomainError `not_found`, `invalid_input` (the range), `already_exists` (the range overlaps another network of the
 * project), `name_taken`, `quota_exceeded`, `insufficient_capacity`, `state_forbids` while a host of the zone
 * holds its networks, `recovery_in_progress`
 */
export async function createNetwork(
  ctx: OpContext,
  input: CreateNetworkInput,
): Promise<{ id: Id<'network'>; range: string }> {
  authorize(ctx, 'instance:operate', input.projectId)
  const { projectId, zoneId, name, hasExit } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    await findOpenProject(tx, organisationId, projectId)
    const zone = (await named.listNetworkZones(tx)).find(({ id }) => id === zoneId)
    if (!zone) throw new DomainError('not_found', { field: 'zoneId' })
    const range = checkRange(input.range, zone.canChooseRange)
    await requireChangeableNetworks(tx, zoneId)
    const opened = await rows.openNetwork(tx, {
      id: newId('network', ctx.now.getTime()),
      organisationId,
      projectId,
      zoneId,
      name,
      range,
      hasExit,
      most: networksMax,
      createdAt: ctx.now,
    })
    if (opened.outcome !== 'opened') throw refusalOf(opened)
    const network = await named.findNetwork(tx, opened.id)
    invariant(network, 'a network that was opened has a row')
    await recordAudit(tx, ctx, 'network.created', {
      organisationId,
      kind: 'network',
      id: network.id,
      details: { name, zone: zone.code, range: network.range, hasExit },
    })
    return { id: network.id, range: network.range }
  })
}

/** Renames the network. @throws DomainError `not_found`, `name_taken`, `recovery_in_progress` */
export async function renameNetwork(ctx: OpContext, { networkId, name }: RenameNetworkInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const found = await named.findOpenNetwork(tx, networkId)
    if (!found) throw new DomainError('not_found')
    // Names of a zone are given one after another, as new networks are.
    await lockNetworkRanges(tx, found.zoneId)
    const network = await find(tx, ctx, networkId)
    if (network.name === name) return
    if (await named.isNameTaken(tx, network, name)) throw new DomainError('name_taken', { field: 'name' })
    await named.setNetworkName(tx, networkId, name)
    await recordAudit(tx, ctx, 'network.renamed', {
      organisationId,
      kind: 'network',
      id: networkId,
      details: { from: network.name, to: name },
    })
  })
}

/**
 * Deletes a network that no server and no load balancer is on and that has no peer; a worker removes it from the
 * hypervisor, and until then its range stays taken.
 *
 * @throws DomainError `not_found`, `state_forbids` (the servers or load balancers on it, its peers), `recovery_in_progress`
 */
export async function deleteNetwork(
  ctx: OpContext,
  { networkId }: { networkId: Id<'network'> },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const found = await named.findOpenNetwork(tx, networkId)
    if (!found) throw new DomainError('not_found')
    // Before its row, as every change of rules does.
    await lockFirewall(tx, found.projectId)
    await named.lockAddresses(tx, networkId)
    const network = await find(tx, ctx, networkId)
    const servers = await named.listServerNames(tx, networkId)
    if (servers.length > 0) {
      const shown = servers.slice(0, namesShown).join(', ')
      const params = { reason: 'network_in_use', servers: shown, more: `${servers.length - namesShown}` }
      throw new DomainError('state_forbids', {
        params: servers.length > namesShown ? { ...params, reason: 'network_in_use_by_many' } : params,
      })
    }
    const balancers = await named.listBalancerNames(tx, networkId)
    if (balancers.length > 0) {
      const params = { reason: 'network_of_balancers', balancers: balancers.join(', ') }
      throw new DomainError('state_forbids', { params })
    }
    await requireUnpeered(tx, networkId)
    await named.markNetworkDeleted(tx, networkId, ctx.now)
    await recordAudit(tx, ctx, 'network.deleted', {
      organisationId,
      kind: 'network',
      id: networkId,
      details: { name: network.name, range: network.range },
    })
  })
}

/** A peering is made and ended with the rules of both projects locked, of which the caller holds this one's. */
async function requireUnpeered(tx: Tx, networkId: Id<'network'>): Promise<void> {
  const hasPeer = (await listPeerings(tx)).some((pair) => [pair.networkId, pair.peerId].includes(networkId))
  if (!hasPeer) return
  const peers = (await listPeersOf(tx, networkId)).map(({ name }) => name).join(', ')
  throw new DomainError('state_forbids', {
    params: peers ? { reason: 'network_peered', peers } : { reason: 'network_peered_elsewhere' },
  })
}

async function find(tx: Tx, ctx: OpContext, id: Id<'network'>): Promise<rows.NetworkRow> {
  await requireOutsideWorld(tx)
  const network = await rows.findNetworkForUpdate(tx, id)
  if (!network) throw new DomainError('not_found')
  authorize(ctx, 'instance:operate', network.projectId)
  return network
}

function checkRange(text: string | undefined, canChoose: boolean): string | undefined {
  if (!text) return undefined
  const refuse = (params: { reason: string }) => new DomainError('invalid_input', { field: 'range', params })
  if (!canChoose) throw refuse({ reason: 'network_range_allotted' })
  const read = readNetworkRange(text)
  if ('refusal' in read) throw refuse(read.refusal)
  return read.range
}

function refusalOf(opened: Exclude<rows.OpenedNetwork, { outcome: 'opened' }>): DomainError {
  switch (opened.outcome) {
    case 'name_taken':
      return new DomainError('name_taken', { field: 'name' })
    case 'too_many':
      return new DomainError('quota_exceeded', { params: { reason: 'networks_max', max: `${networksMax}` } })
    case 'overlaps': {
      const { name, range } = opened
      return new DomainError('already_exists', {
        field: 'range',
        params: { reason: 'network_range_overlaps', name, range },
      })
    }
    case 'reserved':
      return new DomainError('invalid_input', {
        field: 'range',
        params: { reason: 'network_range_reserved', range: opened.range },
      })
    case 'none_free':
      return new DomainError('insufficient_capacity', { params: { reason: 'no_network_range' } })
    case 'not_compared':
      return new DomainError('recovery_in_progress')
  }
}
