export type WorkerState =
  | 'working'
  /** Jobs wait that this worker should have taken long ago. */
  | 'queue_failed'
  /** No heartbeat for ten seconds. */
  | 'silent'

export type WorkerView = {
  workerId: string
  startedAt: string
  seenAt: string
  /** When its queue last took a job; null when it never did. */
  lastTakenAt: string | null
  state: WorkerState
  /** The periodic work that it did at its last heartbeat, and the codes of the zones that it served. */
  sweepers: string[]
  zones: string[]
}

export type WorkersView = {
  workers: WorkerView[]
  /** Since when the oldest due job waits for a worker. */
  oldestDueAt: string | null
  /** Jobs wait and at least one queue takes none, or there is no worker at all. */
  isFailing: boolean
}
