import { withOrganisation } from '../../db/client.ts'
import { recordAudit } from '../../lib/audit/index.ts'
import { enqueue } from '../../lib/jobs/index.ts'
import { newId } from '../../lib/kernel/ids.ts'
import type { OpContext } from '../../lib/kernel/op-context.ts'
import { claimCapacity, formPlacementGroup, type PlaceableResource } from '../../lib/placement/index.ts'
import type { TestBuyer } from '../../testing/buyer.ts'
import type { ClaimWorld } from './claim-world.ts'

const size = { vcpu: 2, memoryMib: 4_096, diskGib: 20, poolGib: 0, volumeClass: null }
const servers = (count: number, now: Date): PlaceableResource[] =>
  Array.from({ length: count }, () => ({
    ...size,
    resourceKind: 'instance' as const,
    resourceId: newId('instance', now.getTime()),
  }))

export type Asked = { count?: number; isApart?: boolean; hosts?: number }

/** Claim servers like an order does; returns the number of attempts. */
export async function claimServers(
  world: ClaimWorld,
  organisation: TestBuyer,
  { count = 1, isApart = false, hosts = 1_000 }: Asked = {},
): Promise<number> {
  const ctx: OpContext = world.contextOf(organisation)
  const { organisationId, projectId } = organisation
  const resources = servers(count, ctx.now)
  const zoneId = world.zones[hosts]
  if (!zoneId) throw new Error(`no zone of ${hosts} hosts`)
  return withOrganisation(ctx, async (tx) => {
    if (isApart) {
      const rule = { name: 'bench', relation: 'apart', level: 'host', strength: 'must' } as const
      const ids = resources.map((each) => each.resourceId)
      await formPlacementGroup(tx, ctx, { organisationId, projectId }, rule, ids)
    }
    const orderId = newId('order', ctx.now.getTime())
    const subject = { organisationId, kind: 'order', id: orderId, details: { servers: count } }
    const sagaId = newId('saga', ctx.now.getTime())
    const [outcome] = await Promise.all([
      claimCapacity(tx, ctx, {
        organisationId,
        projectId,
        zoneId,
        resources,
        isGrouped: isApart,
      }),
      recordAudit(tx, ctx, 'order.placed', subject),
      enqueue(tx, 'run_saga', { sagaId }, `saga:${sagaId}`),
    ])
    if (outcome.outcome !== 'claimed' || outcome.places.length !== count)
      throw new Error(`a claim was answered ${JSON.stringify(outcome)}`)
    return outcome.attempts
  })
}

/** Each client orders for separate organisations, like customers. */
export function buyerOf(world: ClaimWorld, client: number, clients: number, turn: number): TestBuyer {
  const each = Math.floor(world.organisations.length / clients)
  const buyer = world.organisations[client * each + (turn % each)]
  if (!buyer) throw new Error('every client has organisations')
  return buyer
}
