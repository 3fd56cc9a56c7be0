/** What a worker still does while the database waits for an operator: nothing outside it. */
import { withSystem } from '~/db/client'
import { deferJob, type JobName, type JobPayloads } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isOutsideHeld, outsideWorldAllowed } from '~/lib/recovery'

/** Cache time of an answer, because every sweeper needs it at each run. */
const keptMs = 1_000

/** Returns a function that reports whether sweepers may act outside; it queries the database once a second at most. */
export function outsideGate(): (ctx: OpContext) => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer = Promise.resolve(false)
  return (ctx) => {
    const now = performance.now()
    if (now - askedAt > keptMs) {
      askedAt = now
      answer = outsideWorldAllowed(ctx)
      // The next run repeats a failed query.
      answer.catch(() => {
        askedAt = Number.NEGATIVE_INFINITY
      })
    }
    return answer
  }
}

/** Jobs that change only our own rows. `run_saga` is a nudge: no saga is taken while the database waits. */
const always: readonly JobName[] = [
  'chain_audit',
  'run_saga',
  'adopt_object',
  'end_lost_rows',
  'end_doubtful_sendings',
]
const againSeconds = 15

/** Returns true when the job was deferred because nothing may leave the database now; its attempts are not used up. */
export async function deferWhileHeld<N extends JobName>(
  ctx: OpContext,
  job: { name: N; payload: JobPayloads[N] & { traceparent?: unknown }; key: string },
): Promise<boolean> {
  if (always.includes(job.name)) return false
  return withSystem(ctx, async (tx) => {
    if (!(await isOutsideHeld(tx))) return false
    await deferJob(tx, job.name, job.payload, job.key, addSeconds(ctx.now, againSeconds))
    return true
  })
}
