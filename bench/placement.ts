import { planPlacement } from '../lib/inventory/place-resources.ts'
import type { ZoneSnapshot } from '../lib/inventory/place-snapshot.ts'
import type { Id } from '../lib/kernel/ids.ts'

/** A zone whose hosts are filled to different heights, by a fixed rule. */
function zone(hosts: number): ZoneSnapshot {
  return {
    placement: 'spread',
    hosts: Array.from({ length: hosts }, (_, i) => ({
      id: `hst_${String(i).padStart(6, '0')}` as Id<'host'>,
      rackId: `rck_${Math.floor(i / 40)}` as Id<'rack'>,
      roomId: `rom_${Math.floor(i / 1_000)}` as Id<'room'>,
      labels: {},
      vcpuFree: (i * 37) % 256,
      memoryMibFree: ((i * 61) % 512) * 1024,
      diskGibFree: (i * 53) % 4_000,
    })),
    pools: [{ id: 'poo_1', volumeClass: 'fast', gibFree: 100_000 }],
  }
}

const shape = {
  vcpu: 4,
  memoryMib: 8192,
  diskGib: 100,
  poolGib: 0,
  volumeClass: null,
  resourceKind: 'instance' as const,
}

function medianMicroseconds(hosts: number, quantity: number, rounds: number): number {
  const snapshot = zone(hosts)
  const times = Array.from({ length: rounds }, (_, round) => {
    const resources = Array.from({ length: quantity }, (_, i) => ({
      ...shape,
      resourceId: `ins_${round}_${i}`,
    }))
    const begun = performance.now()
    const plan = planPlacement(snapshot, { resources }, `ins_${round}_0:1`)
    if (plan.outcome !== 'planned') throw new Error('the zone has room')
    return (performance.now() - begun) * 1_000
  })
  return Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0)
}

/** How long one placement takes over 100, 1,000 and 10,000 hosts, and twenty servers together over 1,000. */
export async function run(): Promise<Record<string, number>> {
  medianMicroseconds(100, 1, 200)
  return {
    oneOf100HostsMicroseconds: medianMicroseconds(100, 1, 500),
    oneOf1000HostsMicroseconds: medianMicroseconds(1_000, 1, 300),
    oneOf10000HostsMicroseconds: medianMicroseconds(10_000, 1, 60),
    twentyOf1000HostsMicroseconds: medianMicroseconds(1_000, 20, 60),
  }
}
