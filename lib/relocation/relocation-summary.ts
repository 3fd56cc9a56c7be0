import type { RelocationSummary } from './client'
import type { listRelocations } from './queries/relocations'

export function relocationSummary(
  row: Awaited<ReturnType<typeof listRelocations>>[number],
): RelocationSummary {
  const { relocation, zone, zoneCode, host, moves, moved, failed } = row
  const { id, kind, state, zoneId, hostId, reason, concurrentMax } = relocation
  return {
    id,
    kind,
    state,
    zone: { id: zoneId, name: zone, code: zoneCode },
    host: hostId && host ? { id: hostId, name: host } : null,
    reason,
    concurrentMax,
    startsAt: relocation.startsAt.toISOString(),
    endsAt: relocation.endsAt?.toISOString() ?? null,
    createdAt: relocation.createdAt.toISOString(),
    finishedAt: relocation.finishedAt?.toISOString() ?? null,
    moves,
    moved,
    failed,
  }
}
