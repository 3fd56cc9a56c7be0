import { createWorkQueue } from '~/lib/kernel/concurrency/work-queue'
import { DomainError } from '~/lib/kernel/errors'
import { waitParams } from '~/lib/kernel/net/wait-params'

/** Drawing keeps a core busy: one document at a time in each process leaves the pages of everybody else their turns. */
const queue = createWorkQueue(1, 10)

/**
 * The result of `draw`, which makes a document for a person who waits for it.
 *
 * @throws DomainError `rate_limited` while ten others wait in this process
 */
export async function printInTurn<T>(draw: () => Promise<T>): Promise<T> {
  const done = await queue.offer(draw)
  if (!done) throw new DomainError('rate_limited', { params: waitParams(5), internal: 'documents in turn' })
  return done.result
}
