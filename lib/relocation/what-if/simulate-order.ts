import type { BundleView } from '~/lib/catalogue/client'
import { planPlacement, serverShape, volumeShape, type WhatIfZone } from '~/lib/placement'
import type { WhatIfOutcome } from '../client'
import type { WhatIfInput } from '../schema'

export type OrderQuestion = Extract<WhatIfInput, { what: 'order' }>
type Placed = {
  outcome: WhatIfOutcome & { kind: 'order' }
  places: { resourceId: string; hostId: string | null }[]
}

/**
 * Plans where orders would place this number of servers of a bundle, including volumes, for an organisation without
 * hosts of its own. Pure.
 */
export function simulateOrder(zone: WhatIfZone, bundle: BundleView, question: OrderQuestion): Placed {
  const { quantity, apart } = question
  const outcome = {
    kind: 'order' as const,
    bundle: bundle.name,
    quantity,
    isPlaced: false,
    hosts: 0,
    racks: 0,
  }
  if (!zone.snapshot) return { outcome: { ...outcome, short: 'closed' }, places: [] }
  const numbers = Array.from({ length: quantity }, (_, index) => String(index).padStart(4, '0'))
  const servers = numbers.map((number) => ({
    ...serverShape(bundle),
    resourceId: `server-${number}`,
    resourceKind: 'instance' as const,
  }))
  const volumes = numbers.map((number) => ({
    ...volumeShape(bundle),
    resourceId: `volume-${number}`,
    resourceKind: 'volume' as const,
  }))
  const group = {
    id: 'question',
    relation: 'apart' as const,
    strength: 'must' as const,
    members: servers.map((server) => server.resourceId),
    standing: [],
  }
  const plan = planPlacement(
    zone.snapshot,
    {
      resources: bundle.volumeGib > 0 ? [...servers, ...volumes] : servers,
      groups: apart === 'no' ? [] : [{ ...group, level: apart }],
    },
    'question',
  )
  if (plan.outcome === 'no_room') return { outcome: { ...outcome, short: plan.short }, places: [] }
  const hostIds = new Set(plan.places.flatMap((place) => place.hostId ?? []))
  const racks = new Set(zone.hosts.filter((host) => hostIds.has(host.id)).map((host) => host.rackId))
  return {
    outcome: { ...outcome, isPlaced: true, short: null, hosts: hostIds.size, racks: racks.size },
    places: plan.places,
  }
}
