import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'

/**
 * Runs `run`, and converts a violation of the unique index, which decides between rivals. @throws DomainError
 * `name_taken`
 */
export async function convertNameConflict<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (sqlState(error) === '23505' && violatedConstraint(error) === 'projects_open_name')
      throw new DomainError('name_taken', { field: 'name', cause: error })
    throw error
  }
}
