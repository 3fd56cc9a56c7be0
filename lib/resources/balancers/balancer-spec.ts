import type { Tx } from '~/db/client'
import { type BalancerSpec, DriverError, digestOf, type NetworkSpec } from '~/lib/hypervisors'
import { toNetworkSpec } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findChallengeThumbprint } from '../certificates/acme/queries/acme'
import { openBundles } from '../certificates/open-bundles'
import { claimOwnAddresses, findBalancerFacts, listPoolCandidates } from './queries/balancers'
import { listDrainedServers } from './queries/drains'
import { resolvePool } from './resolve-pool'

/**
 * The specification for the hypervisor, from present rows; the first read gives the balancer its addresses on its
 * network.
 *
 * @throws DriverError `capacity` when the network has no address left, `rejected` when a certificate is gone
 */
export async function readBalancerSpec(
  tx: Tx,
  id: Id<'balancer'>,
): Promise<{ spec: BalancerSpec; network: NetworkSpec }> {
  const facts = await findBalancerFacts(tx, id)
  invariant(facts?.address, `balancer ${id} has a row, a network and a public address`)
  const { balancer, zoneCode, address } = facts
  const { ownAddresses, sharedAddress } = await claimOwnAddresses(tx, id)
  if (ownAddresses.length === 0)
    throw new DriverError('capacity', { rawText: `every address of ${facts.network.range} is taken` })
  const { listeners, pool } = balancer.settings
  const { instanceIds, tags, ...how } = pool
  const candidates = await listPoolCandidates(tx, balancer)
  const servers = resolvePool({ instanceIds, tags }, balancer.networkId, candidates)
  const drained = await listDrainedServers(
    tx,
    servers.map(({ instanceId }) => instanceId),
  )
  const bundles = await openBundles(
    tx,
    listeners.flatMap(({ certificateId }) => certificateId ?? []),
  )
  const certificateOf = (id: Id<'certificate'> | null) => {
    if (id === null) return null
    const bundle = bundles.get(id)
    if (bundle === undefined) throw new DriverError('rejected', { rawText: `the certificate ${id} is gone` })
    return bundle
  }
  const thumbprint = await findChallengeThumbprint(tx, id)
  const spec: BalancerSpec = {
    balancerId: id,
    organisationId: balancer.organisationId,
    zoneCode,
    ownAddresses,
    sharedAddress,
    address,
    listeners: listeners.map(({ port, protocol, certificateId, redirectsToHttps }) => ({
      port,
      protocol,
      certificate: certificateOf(certificateId),
      redirectsToHttps,
    })),
    pool: how,
    servers: servers.map((each) => ({ ...each, isDraining: drained.includes(each.instanceId) })),
    ...(thumbprint && { challengeThumbprint: thumbprint }),
  }
  // After the addresses were claimed: the network's rules name them.
  return { spec, network: await toNetworkSpec(tx, facts.network) }
}

/** Whether the hypervisor has this configuration, whichever of its servers are drained. */
export const isInForce = (spec: BalancerSpec, appliedDigest: string | null): boolean =>
  digestOf(spec) === appliedDigest
