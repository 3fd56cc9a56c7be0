import { withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listCertificateChoices } from '../certificates/list-choices'
import { readTransitions, usageOf } from '../common/read-resource'
import { balancerCan } from './balancer-can'
import { toLines } from './list-balancers'
import { listPoolCandidates } from './queries/balancers'
import { listDrainedServers } from './queries/drains'
import { listBackendsOf, listOwnAddresses, listServerNames, selectBalancers } from './queries/read-balancers'
import { resolvePool } from './resolve-pool'
import type { BackendView, BalancerView } from './views'

/** One load balancer with its settings, and its pool as last observed. @throws DomainError `not_found` */
export async function readBalancer(
  ctx: OpContext,
  { balancerId }: { balancerId: Id<'balancer'> },
): Promise<BalancerView> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const rows = await selectBalancers(tx, { id: balancerId }, ctx.now)
    const [row] = rows
    const [line] = await toLines(tx, rows)
    if (!row || !line) throw new DomainError('not_found')
    const { balancer, addressId, monthlyCents, order } = row
    const { settings, projectId, networkId, state } = balancer
    const seen = new Map(
      (await listBackendsOf(tx, [balancerId])).map((backend) => [backend.instanceId, backend]),
    )
    const candidates = await listPoolCandidates(tx, balancer)
    const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]))
    const pool = ['creating', 'active'].includes(state)
      ? resolvePool(settings.pool, networkId, candidates)
      : []
    const drained = await listDrainedServers(
      tx,
      pool.map(({ instanceId }) => instanceId),
    )
    const absent = settings.pool.instanceIds.filter((id) => !pool.some(({ instanceId }) => instanceId === id))
    const allows = (action: keyof typeof balancerCan) => balancerCan[action].includes(state)
    return {
      ...line,
      // The pool as it is now: a server that has just come is not observed yet.
      servers: {
        up: pool.filter(({ instanceId }) => seen.get(instanceId)?.health === 'up').length,
        total: pool.length,
      },
      serverIds: pool.map(({ instanceId }) => instanceId),
      settings,
      certificates: (await listCertificateChoices(tx, projectId, ctx.now)).filter(({ id }) =>
        settings.listeners.some(({ certificateId }) => certificateId === id),
      ),
      ownAddresses: await listOwnAddresses(tx, balancerId),
      addressId,
      backends: pool.map(({ instanceId, address }): BackendView => {
        const server = byId.get(instanceId)
        const backend = seen.get(instanceId)
        return {
          instanceId,
          name: server?.name ?? '',
          state: server?.state ?? '',
          address,
          health: backend?.health ?? 'unknown',
          isDraining: drained.includes(instanceId),
          connections: backend?.connections ?? 0,
        }
      }),
      absentServers: (await listServerNames(tx, absent)).map(({ id, name }) => ({ instanceId: id, name })),
      observedAt: balancer.observedAt?.toISOString() ?? null,
      poolDownSince: balancer.poolDownSince?.toISOString() ?? null,
      monthlyCents,
      failure: balancer.failureCode ? { code: balancer.failureCode, text: balancer.failureText ?? '' } : null,
      order,
      createdAt: balancer.createdAt.toISOString(),
      transitions: await readTransitions(tx, balancerId),
      usage: await usageOf(tx, balancerId, ctx.now),
      may: {
        change: allows('change') && may(ctx, 'instance:operate', projectId),
        rename: allows('rename') && may(ctx, 'instance:operate', projectId),
        delete: allows('delete') && may(ctx, 'instance:delete', projectId),
        retry: allows('retry') && may(ctx, 'order:place', projectId),
      },
    }
  })
}
