import type { WorkersView, WorkerView } from './client'

type Heartbeat = {
  workerId: string
  startedAt: Date
  seenAt: Date
  lastTakenAt: Date | null
  assignedSweepers: string[]
  assignedZones: string[]
}

/** A job waits a few milliseconds for a free worker; one that has waited this long was overlooked. */
const patienceMs = 60_000
const silenceMs = 10_000

/** Returns each worker's state from its heartbeats and the age of the oldest due job. */
export function showWorkers(
  heartbeats: readonly Heartbeat[],
  oldestDueAt: Date | null,
  now: Date,
): WorkersView {
  const isOlder = (at: Date, ms: number) => now.getTime() - at.getTime() > ms
  const isWaiting = oldestDueAt !== null && isOlder(oldestDueAt, patienceMs)
  const stateOf = (beat: Heartbeat): WorkerView['state'] => {
    if (isOlder(beat.seenAt, silenceMs)) return 'silent'
    return isWaiting && isOlder(beat.lastTakenAt ?? beat.startedAt, patienceMs) ? 'queue_failed' : 'working'
  }
  // A reopened queue has a second row until the first one has been silent for long enough.
  const newest = new Map<string, Heartbeat>()
  for (const beat of heartbeats) {
    const known = newest.get(beat.workerId)
    if (!known || known.seenAt < beat.seenAt) newest.set(beat.workerId, beat)
  }
  const workers = [...newest.values()]
    .map((beat) => ({
      workerId: beat.workerId,
      startedAt: beat.startedAt.toISOString(),
      seenAt: beat.seenAt.toISOString(),
      lastTakenAt: beat.lastTakenAt?.toISOString() ?? null,
      state: stateOf(beat),
      sweepers: beat.assignedSweepers,
      zones: beat.assignedZones,
    }))
    .sort((a, b) => (a.workerId < b.workerId ? -1 : 1))
  return {
    workers,
    oldestDueAt: oldestDueAt?.toISOString() ?? null,
    isFailing:
      workers.some(({ state }) => state === 'queue_failed') ||
      (isWaiting && workers.every(({ state }) => state === 'silent')),
  }
}
