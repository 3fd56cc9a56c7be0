import type { BundleView } from '~/lib/catalogue/client'
import { planPlacement, type WhatIfZone } from '~/lib/placement'
import type { WhatIfOutcome } from '../client'
import type { WhatIfInput } from '../schema'

type Question = Extract<WhatIfInput, { what: 'order' }>
type Placed = {
  outcome: WhatIfOutcome & { kind: 'order' }
  places: { resourceId: string; hostId: string | null }[]
}

const nothing = { vcpu: 0, memoryMib: 0, diskGib: 0, poolGib: 0, volumeClass: null }

/** Plans where orders would place this number of servers of a bundle, including volumes. Pure. */
export function simulateOrder(zone: WhatIfZone, bundle: BundleView, question: Question): Placed {
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
  const { vcpu, memoryMib, rootDiskGib: diskGib, volumeGib: poolGib, volumeClass } = bundle
  const numbers = Array.from({ length: quantity }, (_, index) => String(index).padStart(4, '0'))
  const servers = numbers.map((number) => ({
    ...nothing,
    ...{ vcpu, memoryMib, diskGib },
    resourceId: `server-${number}`,
    resourceKind: 'instance' as const,
  }))
  const volumes = numbers.map((number) => ({
    ...nothing,
    ...{ poolGib, volumeClass },
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
      resources: poolGib > 0 ? [...servers, ...volumes] : servers,
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
