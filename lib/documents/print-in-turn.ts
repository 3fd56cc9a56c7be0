import { createWorkQueue } from '~/lib/kernel/concurrency/work-queue'
import { DomainError } from '~/lib/kernel/errors'
import { waitParams } from '~/lib/kernel/net/wait-params'

/** Drawing occupies a core: one document at a time per process leaves time for other requests. */
const queue = createWorkQueue(1, 10)

/**
 * Runs `draw` in turn, for a document that a person is waiting for.
 *
 * @throws DomainError `rate_limited` while ten others wait in this process
 */
export async function printInTurn<T>(draw: () => Promise<T>): Promise<T> {
  const done = await queue.offer(draw)
  if (!done) throw new DomainError('rate_limited', { params: waitParams(5), internal: 'documents in turn' })
  return done.result
}
