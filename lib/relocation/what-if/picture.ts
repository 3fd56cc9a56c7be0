import type { Id } from '~/lib/kernel/ids'
import type { WhatIfZone } from '~/lib/placement'
import type { Picture, PictureHost, PictureRack } from '../client'

type WhatIfHost = WhatIfZone['hosts'][number]

/** More racks are shown only as far as the answer changes them. */
const racksShown = 24

/**
 * The hosts of a zone by rack with their memory in use before and after a plan, as shares from 0 to 1. `after` is null when the plan
 * is impossible: then nothing changes. `more` counts racks of interest that are left out. Pure.
 */
export function pictureOf(
  before: readonly WhatIfHost[],
  after: readonly WhatIfHost[] | null,
  nameOf: (hostId: Id<'host'>) => string | undefined,
): Picture {
  const afterById = new Map((after ?? before).map((host) => [host.id, host]))
  const known = new Set(before.map(({ id }) => id))
  const added = (after ?? []).filter(({ id }) => !known.has(id))
  const racks = new Map<string, PictureRack>()
  const add = (host: WhatIfHost, view: PictureHost) => {
    const rack = racks.get(host.rackId) ?? {
      id: host.rackId,
      name: host.rack,
      hosts: [] as PictureHost[],
    }
    rack.hosts.push(view)
    racks.set(host.rackId, rack)
  }
  for (const host of before) {
    const then = afterById.get(host.id)
    add(host, viewOf(host, then, nameOf(host.id) ?? ''))
  }
  for (const host of added) add(host, { id: host.id, name: '', before: 0, after: 0, change: 'new' })
  const all = [...racks.values()].sort((a, b) => a.name.localeCompare(b.name))
  for (const rack of all) rack.hosts.sort((a, b) => b.name.localeCompare(a.name))
  const wanted =
    all.length <= racksShown ? all : all.filter(({ hosts }) => hosts.some(({ change }) => change !== 'same'))
  const shown = wanted.slice(0, racksShown)
  return { racks: shown, more: wanted.length - shown.length }
}

function viewOf(host: WhatIfHost, then: WhatIfHost | undefined, name: string): PictureHost {
  const total = host.total.memoryMib
  const share = (memoryMib: number) => (total > 0 ? Math.min(1, Math.max(0, memoryMib / total)) : 0)
  const used = total - host.free.memoryMib
  const before = share(used)
  if (!then) return { id: host.id, name, before, after: 0, change: 'gone' }
  // A host that is emptied keeps its free room in the plan, because nothing may be placed there.
  const kept = new Set(then.servers.map(({ id }) => id))
  const left = host.servers.filter(({ id }) => !kept.has(id))
  const gone = left.reduce((sum, { memoryMib }) => sum + memoryMib, 0)
  const came = Math.max(0, host.free.memoryMib - then.free.memoryMib)
  const after = share(used - gone + came)
  return {
    id: host.id,
    name,
    before,
    after,
    change: after > before ? 'gains' : after < before ? 'loses' : 'same',
  }
}
