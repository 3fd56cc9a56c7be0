import { labelsToText } from '../places/labels'
import type { HostColumn } from './host-columns'
import type { Known, PlannedHost } from './plan-import'
import type { ImportChange } from './views'

const columnOfField: Record<string, HostColumn> = {
  rack: 'rack',
  generation: 'generation',
  rackUnit: 'unit',
  heightUnits: 'height',
  vcpuPhysical: 'vcpu',
  vcpuOvercommitPercent: 'vcpu_overcommit_percent',
  vcpuReserved: 'vcpu_reserved',
  memoryMibPhysical: 'memory_mib',
  memoryMibReserved: 'memory_mib_reserved',
  diskGibPhysical: 'disk_gib',
  diskGibReserved: 'disk_gib_reserved',
  labels: 'labels',
}

/** Lists what a line changes on an existing host, by column. Pure. */
export function describeChange(planned: PlannedHost, rackName: string, known: Known): ImportChange[] {
  const before = known.hosts.find((host) => host.id === planned.hostId)
  if (!before) return []
  const from = { ...before, rack: known.racks.find((rack) => rack.id === before.rackId)?.name ?? '' }
  const to = { ...planned.host, rack: rackName }
  return planned.fields.map((field) => ({
    column: columnOfField[field] ?? field,
    from: textOf(from[field as keyof typeof from]),
    to: textOf(to[field as keyof typeof to]),
  }))
}

function textOf(value: string | number | null | Record<string, string>): string {
  if (value === null) return ''
  return typeof value === 'object' ? labelsToText(value).replaceAll('\n', ', ') : String(value)
}
