import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'

/**
 * Runs `write` and converts violations that only the database can detect between rivals: a taken name, a missing place.
 *
 * @throws DomainError `name_taken`, `not_found`
 */
export async function convertViolations<T>(write: () => Promise<T>): Promise<T> {
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
