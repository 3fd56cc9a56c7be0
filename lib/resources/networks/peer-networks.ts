import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { overlap, readCidr } from '~/lib/kernel/net/cidr'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { lockFirewall } from '../firewall/queries/rule-sets'
import {
  deletePeering,
  findPeeredNetwork,
  findPeering,
  insertPeering,
  listPeerRanges,
} from './queries/peerings'
import { requireChangeableNetworks } from './require-changeable'
import type { PeeringInput } from './schema'

/** Of one network. Each is a route of its router. */
const peersMax = 10

/**
 * Peers two networks of the organisation in one zone, of one project or two; a worker connects them within seconds. What
 * passes is still a matter of the rules of both.
 *
 * @throws DomainError `not_found`, `forbidden` in one of the projects, `state_forbids` (the zone's technology, a network
 * without a way out, a host that holds the networks), `invalid_input` (another zone, ranges that overlap), `already_exists`,
 * `quota_exceeded`, `recovery_in_progress`
 */
export async function peerNetworks(ctx: OpContext, { networkId, peerId }: PeeringInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    const [own, other] = await lockBoth(tx, { networkId, peerId })
    for (const { network } of [own, other]) authorize(ctx, 'instance:operate', network.projectId)
    if (own.network.id === other.network.id) throw refuse('peering_self')
    if (own.network.zoneId !== other.network.zoneId) throw refuse('peering_other_zone')
    if (own.technology !== 'ovn') throw forbids('peering_bridges')
    for (const { network } of [own, other])
      if (!network.hasExit) throw forbids('peering_no_exit', { network: network.name })
    await requireChangeableNetworks(tx, own.network.zoneId)
    if (await findPeering(tx, { networkId, peerId }))
      throw new DomainError('already_exists', { field: 'peerId', params: { reason: 'peered_already' } })
    await requireRoom(tx, own.network, other.network)
    await requireRoom(tx, other.network, own.network)
    await insertPeering(tx, { networkId, peerId }, { organisationId, createdAt: ctx.now })
    await auditBoth(tx, ctx, 'network.peered', organisationId, [own.network, other.network])
  })
}

/**
 * Ends the peering of two networks, by who may operate the project of one.
 *
 * @throws DomainError `not_found`, `forbidden`, `recovery_in_progress`
 */
export async function unpeerNetworks(ctx: OpContext, { networkId, peerId }: PeeringInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    if (!(await findPeering(tx, { networkId, peerId }))) throw new DomainError('not_found')
    const ends = [await findPeeredNetwork(tx, networkId), await findPeeredNetwork(tx, peerId)]
    const seen = ends.flatMap((end) => (end ? [end.network] : []))
    for (const projectId of [...new Set(seen.map((network) => network.projectId))].sort())
      await lockFirewall(tx, projectId)
    const mayEnd = seen.some(({ projectId }) => may(ctx, 'instance:operate', projectId))
    if (!mayEnd) throw new DomainError('forbidden')
    if (!(await deletePeering(tx, { networkId, peerId }))) throw new DomainError('not_found')
    await auditBoth(tx, ctx, 'network.unpeered', organisationId, [
      { id: networkId, name: seen.find(({ id }) => id === networkId)?.name ?? '' },
      { id: peerId, name: seen.find(({ id }) => id === peerId)?.name ?? '' },
    ])
  })
}

/** The projects' rules are locked in one order, as every change of networks does. */
async function lockBoth(tx: Tx, { networkId, peerId }: PeeringInput) {
  const read = async () => {
    const [own, other] = [await findPeeredNetwork(tx, networkId), await findPeeredNetwork(tx, peerId)]
    if (!own) throw new DomainError('not_found', { field: 'networkId' })
    if (!other) throw new DomainError('not_found', { field: 'peerId' })
    return [own, other] as const
  }
  const ends = await read()
  for (const projectId of [...new Set(ends.map(({ network }) => network.projectId))].sort())
    await lockFirewall(tx, projectId)
  // Deleted meanwhile: a deletion holds the rules too.
  return read()
}

type Network = { id: Id<'network'>; name: string; range: string }

/** One more peer fits: its range overlaps neither the network's own nor that of another peer, seen by this person or not. */
async function requireRoom(tx: Tx, network: Network, peer: Network): Promise<void> {
  const peers = await listPeerRanges(tx, network.id)
  if (peers.length >= peersMax)
    throw new DomainError('quota_exceeded', {
      params: { reason: 'peers_max', network: network.name, max: `${peersMax}` },
    })
  const taken = [network, ...peers].find(({ range }) => doOverlap(range, peer.range))
  if (taken?.name === null)
    throw refuse('peering_overlaps_hidden', {
      network: network.name,
      other: peer.name,
      otherRange: peer.range,
    })
  if (taken)
    throw refuse('peering_overlaps', {
      name: taken.name,
      range: taken.range,
      other: peer.name,
      otherRange: peer.range,
    })
}

function doOverlap(a: string, b: string): boolean {
  const [one, other] = [readCidr(a), readCidr(b)]
  return one !== null && other !== null && overlap(one, other)
}

/** Each network's history has it. */
async function auditBoth(
  tx: Tx,
  ctx: OpContext,
  event: 'network.peered' | 'network.unpeered',
  organisationId: Id<'organisation'>,
  [a, b]: readonly [Pick<Network, 'id' | 'name'>, Pick<Network, 'id' | 'name'>],
): Promise<void> {
  for (const [network, peer] of [
    [a, b],
    [b, a],
  ] as const)
    await recordAudit(tx, ctx, event, {
      organisationId,
      kind: 'network',
      id: network.id,
      details: { name: network.name, peerId: peer.id, peer: peer.name },
    })
}

const refuse = (reason: string, more: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'peerId', params: { reason, ...more } })
const forbids = (reason: string, more: Record<string, string> = {}) =>
  new DomainError('state_forbids', { params: { reason, ...more } })
