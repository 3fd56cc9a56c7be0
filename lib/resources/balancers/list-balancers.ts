import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listNamesOfAddresses } from '~/lib/names/rows'
import { type ListedBalancer, listBackendsOf, selectBalancers } from './queries/read-balancers'
import type { BalancerLine } from './views'

/** The load balancers of a project, or of every project that this person sees, with the health of their pools. */
export async function listBalancers(
  ctx: OpContext,
  { projectId }: { projectId?: Id<'project'> | undefined },
): Promise<BalancerLine[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => toLines(tx, await selectBalancers(tx, { projectId }, ctx.now)))
}

/** The rows with the health of their pools and their names in DNS. */
export async function toLines(tx: Tx, rows: readonly ListedBalancer[]): Promise<BalancerLine[]> {
  const backends = await listBackendsOf(
    tx,
    rows.map(({ balancer }) => balancer.id),
  )
  const addresses = rows.flatMap(({ address }) => (address ? [address] : []))
  const names = await listNamesOfAddresses(tx, addresses)
  return rows.map(({ balancer, project, zone, network, address, awaitsComparison }) => {
    const isUnverified = balancer.state === 'active' && (balancer.unverified || awaitsComparison)
    const pool = backends.filter(({ balancerId }) => balancerId === balancer.id)
    return {
      id: balancer.id,
      name: balancer.name,
      state: balancer.state,
      project,
      zone,
      network,
      address,
      dnsNames: names.filter((name) => address && name.addresses.includes(address)).map(({ text }) => text),
      listeners: balancer.settings.listeners,
      isServing: balancer.isServing,
      isApplied: !isUnverified && balancer.appliedDigest !== null && balancer.failureCode === null,
      isUnverified,
      servers: { up: pool.filter(({ health }) => health === 'up').length, total: pool.length },
      serverIds: pool.map(({ instanceId }) => instanceId),
    }
  })
}
