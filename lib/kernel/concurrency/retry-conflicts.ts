import { DomainError, sqlState } from '../errors'

/** Total number of attempts of a transaction that conflicts with others. */
const attemptsMax = 4

/**
 * Repeats a whole transaction that the database aborted because of others (deadlock, serialisation failure), which
 * leaves nothing behind. `transaction` opens it, so each attempt reads again.
 *
 * @throws DomainError `unavailable` when a lock is held for longer than a statement may wait, or after four conflicting
 *   attempts; the request may be sent again
 */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      const state = sqlState(error) ?? ''
      const isConflict = ['40001', '40P01'].includes(state)
      if (state !== '55P03' && !isConflict) throw error
      if (isConflict && attempt < attemptsMax) continue
      throw new DomainError('unavailable', { cause: error })
    }
  }
}
