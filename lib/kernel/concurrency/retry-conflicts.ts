import { DomainError, sqlState } from '../errors'

/** Times that a transaction in conflict with others is carried out in all. */
const attemptsMax = 4

/**
 * Run a whole transaction again when the database ended it for the sake of others (deadlock, serialisation failure): nothing
 * of it is left then. `transaction` opens it, so that each attempt reads anew.
 *
 * @throws DomainError `unavailable` when others hold what it needs for longer than a statement may wait, or conflict
 *   with each of four attempts; it may be sent again
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
