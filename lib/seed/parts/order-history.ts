import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { placeOrder } from '~/lib/ordering'
import { tagInstance } from '~/lib/resources'
import { seedMember, seedSystem } from '../contexts'
import { usualReferences } from '../demonstration/history'
import type { HistoryEvent } from '../demonstration/history-event'
import { keyOf, type Names, named, networkIn, projectNamed, type Scene } from './history-scene'
import * as queries from './queries/seed'

/** Places an order of the history, which must be accepted at once. */
export async function orderHistory(
  scene: Scene,
  event: Extract<HistoryEvent, { do: 'order' }>,
  names: Names,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  const projectId = await projectNamed(scene, event.project)
  const zoneId = named(names.zones, event.zone)
  const isServer = !/^(disque|archive)/.test(event.bundle)
  const keyIds = await withSystem(seedSystem(scene.at), (tx) => queries.listKeyIds(tx, scene.organisationId))
  const placement = event.joins ? { groupId: await groupNamed(scene, event.joins) } : event.placement
  const networkId = event.network && (await networkIn(scene, projectId, zoneId, event.network))
  const outcome = await placeOrder(ctx, {
    idempotencyKey: keyOf(scene, event.name),
    projectId,
    lines: [
      {
        bundleId: named(names.bundles, event.bundle),
        zoneId,
        ...(isServer ? { imageId: named(names.images, event.image ?? 'debian-13') } : {}),
        sshKeyIds: isServer ? keyIds : [],
        name: event.name,
        quantity: event.quantity ?? 1,
        ...(placement ? { placement } : {}),
        ...(networkId ? { networkId } : {}),
        ...(event.commitment ? { commitment: event.commitment } : {}),
        costReferences: { ...usualReferences[scene.key], ...event.references },
      },
    ],
  })
  invariant(
    outcome.outcome === 'accepted',
    `${scene.key} could not order ${event.name}: ${JSON.stringify(outcome)}`,
  )
  const { tags } = event
  if (!tags) return
  const servers = await withSystem(seedSystem(scene.at), (tx) =>
    queries.listServersOfOrder(tx, outcome.orderId),
  )
  for (const { id } of servers) await tagInstance(ctx, { instanceId: id, tags })
}

async function groupNamed(scene: Scene, name: string): Promise<Id<'placementGroup'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) =>
    queries.findPlacementGroup(tx, scene.organisationId, name),
  )
  invariant(id, `${scene.key} has no placement group ${name}`)
  return id
}
