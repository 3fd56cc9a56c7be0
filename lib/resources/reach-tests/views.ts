import type { ReachTestResult } from '~/db/schema/resources/reach-tests'
import type { ReachTestRow } from './queries/reach-tests'

/** The last test of the ways to reach a server. `finishedAt` is null while a worker runs or repeats it. */
export type ReachTestView = {
  requestedAt: string
  finishedAt: string | null
  result: ReachTestResult | null
}

export const toReachTestView = ({ requestedAt, finishedAt, result }: ReachTestRow): ReachTestView => ({
  requestedAt: requestedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
  result,
})

/** A worker has yet to finish it. Pure. */
export const isReachTesting = (test: ReachTestView | null): boolean =>
  test !== null && test.finishedAt === null
