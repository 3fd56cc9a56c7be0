import type { HostRow } from '../queries/hosts'
import { sellableVcpu } from './schema'
import type { HostView } from './views'

/** A host as operators see it; totals are what can be sold, including overcommit. */
export function hostView(row: HostRow, allocations: number): HostView {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    stateReason: row.stateReason,
    stateChangedAt: row.stateChangedAt.toISOString(),
    unreachableSince: row.unreachableSince?.toISOString() ?? null,
    generation: row.generation,
    labels: row.labels,
    vcpuPhysical: row.vcpuPhysical,
    vcpuOvercommitPercent: row.vcpuOvercommitPercent,
    vcpu: { total: sellableVcpu(row), reserved: row.vcpuReserved, free: row.vcpuFree },
    memoryMib: { total: row.memoryMibPhysical, reserved: row.memoryMibReserved, free: row.memoryMibFree },
    diskGib: { total: row.diskGibPhysical, reserved: row.diskGibReserved, free: row.diskGibFree },
    allocations,
    rackId: row.rackId,
    rackUnit: row.rackUnit,
    heightUnits: row.heightUnits,
  }
}
