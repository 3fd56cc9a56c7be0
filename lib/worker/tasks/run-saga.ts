import type { Task } from './task'

/** The job is a nudge: the saga is driven by its row, in this worker or, when it is full, in another. */
export const runSaga: Task<'run_saga'> = async (_payload, { nudgeSagas }) => nudgeSagas()
