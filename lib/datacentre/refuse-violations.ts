import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'

/**
 * `write`, with what only the database can decide between rivals told as a refusal: a name that is taken, a
 * place that does not exist.
 *
 * @throws DomainError `name_taken`, `not_found`
 */
export async function refuseViolations<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const state = sqlState(error)
    if (state === '23505' && /name/.test(violatedConstraint(error) ?? ''))
      throw new DomainError('name_taken', { field: 'name', cause: error })
    if (state === '23503') throw new DomainError('not_found', { cause: error })
    throw error
  }
}
