import type { JobName, JobPayloads } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'

/** Tools of a handler, in addition to the payload. */
export type TaskTools = {
  /** The context of this run: the system acts, now. */
  ctx: OpContext
  /** Looks for due sagas at once. */
  nudgeSagas(): void
}

/** A handler calls one use case and nothing else; throwing makes the queue retry later. */
export type Task<N extends JobName> = (payload: JobPayloads[N], tools: TaskTools) => Promise<void>
