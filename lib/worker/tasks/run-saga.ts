import type { Task } from './task'

/** The job is only a nudge: the saga is driven from its row, by this worker or, when it is full, by another. */
export const runSaga: Task<'run_saga'> = async (_payload, { nudgeSagas }) => nudgeSagas()
