/** What a worker still does while the database waits for an operator: nothing that leaves it. */
import { withSystem } from '~/db/client'
import { enqueue, type JobName, type JobPayloads } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isOutsideHeld, outsideWorldAllowed } from '~/lib/recovery'

/** So long an answer is kept: every sweeper asks at each of its turns. */
const keptMs = 1_000

/** Whether sweepers may reach anything outside, asked of the database once a second at most. */
export function outsideGate(): (ctx: OpContext) => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer = Promise.resolve(false)
  return (ctx) => {
    const now = performance.now()
    if (now - askedAt > keptMs) {
      askedAt = now
      answer = outsideWorldAllowed(ctx)
      // One that failed is asked again by the next turn.
      answer.catch(() => {
        askedAt = Number.NEGATIVE_INFINITY
      })
    }
    return answer
  }
}

/** Jobs that change our own rows alone. `run_saga` is a nudge: a saga is not taken while the database waits. */
const always: readonly JobName[] = ['chain_audit', 'run_saga']
const againSeconds = 15

/** True when the job was put off because nothing may leave the database now: its tries are not used up meanwhile. */
export async function putOffWhileHeld<N extends JobName>(
  ctx: OpContext,
  job: { name: N; payload: JobPayloads[N]; key: string },
): Promise<boolean> {
  if (always.includes(job.name)) return false
  return withSystem(ctx, async (tx) => {
    if (!(await isOutsideHeld(tx))) return false
    await enqueue(tx, job.name, job.payload, job.key, addSeconds(ctx.now, againSeconds))
    return true
  })
}
