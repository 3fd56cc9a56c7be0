export type RunOutcome = 'ok' | 'failed' | 'refused'

export type RunHealth = {
  /** Records that a run begins; the result records how it ended. */
  begin(): (outcome: RunOutcome) => void
  /** Whether another worker should try: runs have failed for a minute, or one has not ended for longer than it should take. */
  isFailing(): boolean
}

const patienceMs = 60_000
/** Then a worker that gave the work away may try again. */
const forgetMs = 600_000

/** Follows the runs of one sweeper in this process. A run that may not leave the database is neither a failure nor a success. */
export function openRunHealth(everyMs: number, nowMs: () => number = () => performance.now()): RunHealth {
  const running = new Set<{ begunMs: number }>()
  let failingSinceMs: number | null = null
  return {
    begin() {
      const run = { begunMs: nowMs() }
      running.add(run)
      return (outcome) => {
        running.delete(run)
        if (outcome === 'ok') failingSinceMs = null
        else if (outcome === 'failed') failingSinceMs ??= nowMs()
      }
    },
    isFailing() {
      const now = nowMs()
      for (const { begunMs } of running) if (now - begunMs > patienceMs + everyMs) return true
      if (failingSinceMs !== null && now - failingSinceMs > patienceMs + forgetMs) failingSinceMs = null
      return failingSinceMs !== null && now - failingSinceMs > patienceMs
    },
  }
}
