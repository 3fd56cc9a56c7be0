import type { JobName, JobPayloads } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'

/** What handlers are given beside the payload. */
export type TaskTools = {
  /** The context of this run: the system acts, now. */
  ctx: OpContext
  /** Look for due sagas at once. */
  nudgeSagas(): void
}

/** A handler calls one use case and nothing else; throwing makes the queue try again later. */
export type Task<N extends JobName> = (payload: JobPayloads[N], tools: TaskTools) => Promise<void>
