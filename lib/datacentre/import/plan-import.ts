import { findShrinking, type HostAmounts } from '../hosts/refuse-shrinking'
import { refusePlace } from '../places/rack-place'
import type { HostColumn } from './host-columns'
import type { HostFacts, HostLine, LineError } from './read-host-lines'

export type KnownRoom = { id: string; zoneId: string; zone: string; site: string; room: string }
export type KnownRack = { id: string; roomId: string; name: string; units: number }
export type KnownHost = HostFacts & HostAmounts & { id: string; zone: string; rackId: string; state: string }
export type Known = { rooms: readonly KnownRoom[]; racks: readonly KnownRack[]; hosts: readonly KnownHost[] }

export type PlannedHost = {
  line: number
  kind: 'create' | 'change' | 'same'
  /** The changed host; null for a new one. */
  hostId: string | null
  zoneId: string
  /** An existing rack, or one of `newRacks`. */
  rack: string
  fields: string[]
  host: HostFacts
}
export type PlannedRack = { key: string; roomId: string; name: string }
export type ImportPlan = { hosts: PlannedHost[]; newRacks: PlannedRack[]; errors: LineError[] }

const unitsOfNewRack = 42
const capacityColumn = {
  vcpuPhysical: 'vcpu',
  memoryMibPhysical: 'memory_mib',
  diskGibPhysical: 'disk_gib',
} as Record<string, HostColumn>

/**
 * Plans what these lines create and change, with errors by line. A missing rack is created in its room; zone, site and
 * room must exist. Pure.
 */
export function planImport(lines: readonly HostLine[], known: Known): ImportPlan {
  const plan: ImportPlan = { hosts: [], newRacks: [], errors: [] }
  const hostByName = new Map(known.hosts.map((host) => [host.name, host]))
  const roomByPlace = new Map(known.rooms.map((room) => [placeKey(room), room]))
  const rackByKey = new Map(known.racks.map((rack) => [rackKey(rack.roomId, rack.name), rack]))
  const newRacks = new Map<string, PlannedRack>()
  for (const line of lines) {
    const room = roomByPlace.get(placeKey(line))
    if (!room) {
      plan.errors.push({ line: line.line, column: 'room', reason: 'csv_no_such_room' })
      continue
    }
    const key = rackKey(room.id, line.rack)
    const existing = rackByKey.get(key)
    if (!existing) newRacks.set(key, { key, roomId: room.id, name: line.rack })
    const rack = existing?.id ?? key
    const host = hostByName.get(line.host.name)
    const error = host && refuseChange(line, host)
    if (error) plan.errors.push(error)
    const fields = host ? changedFields(line.host, host, rack) : []
    const kind = !host ? 'create' : fields.length > 0 ? 'change' : 'same'
    plan.hosts.push({
      line: line.line,
      kind,
      hostId: host?.id ?? null,
      zoneId: room.zoneId,
      rack,
      fields,
      host: line.host,
    })
  }
  plan.newRacks = [...newRacks.values()]
  plan.errors.push(...refusePlaces(plan.hosts, known))
  plan.errors.sort((a, b) => a.line - b.line)
  return plan
}

const placeKey = (place: { zone: string; site: string; room: string }) =>
  JSON.stringify([place.zone, place.site, place.room])
const rackKey = (roomId: string, name: string) => JSON.stringify([roomId, name])

function refuseChange({ line, zone, host: to }: HostLine, host: KnownHost): LineError | null {
  if (host.state === 'retired') return { line, column: 'name', reason: 'host_retired' }
  if (host.zone !== zone) return { line, column: 'zone', reason: 'rack_other_zone' }
  const short = findShrinking(host, to)
  if (!short) return null
  const params = { claimed: String(short.claimed), left: String(short.left) }
  return { line, column: capacityColumn[short.field] ?? null, reason: 'below_claimed', params }
}

function changedFields(to: HostFacts, host: KnownHost, rack: string): string[] {
  const plain = (Object.keys(to) as (keyof HostFacts)[]).filter(
    (field) => field !== 'labels' && to[field] !== host[field],
  )
  const labels = (of: HostFacts) => JSON.stringify(Object.entries(of.labels).sort())
  return [
    ...(rack === host.rackId ? [] : ['rack']),
    ...plain,
    ...(labels(to) === labels(host) ? [] : ['labels']),
  ]
}

/** Checks the rack units of all hosts as they would be after the import. */
function refusePlaces(planned: readonly PlannedHost[], known: Known): LineError[] {
  const units = new Map(known.racks.map((rack) => [rack.id, rack.units]))
  const moved = new Set(planned.flatMap((each) => (each.hostId ? [each.hostId] : [])))
  const standing = new Map<string, { name: string; rackUnit: number | null; heightUnits: number }[]>()
  const place = (rack: string, host: { name: string; rackUnit: number | null; heightUnits: number }) =>
    standing.set(rack, [...(standing.get(rack) ?? []), host])
  for (const host of known.hosts) if (!moved.has(host.id)) place(host.rackId, host)
  return planned.flatMap(({ line, rack, host }) => {
    const refusal = refusePlace(units.get(rack) ?? unitsOfNewRack, standing.get(rack) ?? [], host)
    place(rack, host)
    return refusal ? [{ line, column: 'unit' as const, reason: refusal.reason, params: refusal.params }] : []
  })
}
