import { sqlState, violatedConstraint } from '~/lib/kernel/errors'

const identifierIndexes = ['organisations_siret', 'organisations_company_siren', 'organisations_foreign_vat']

/**
 * Retries once after a unique violation: of two concurrent registrations of one identifier, the second then finds the
 * first one's organisation.
 */
export async function retryOnTaken<T>(register: () => Promise<T>): Promise<T> {
  try {
    return await register()
  } catch (error) {
    const isRace = sqlState(error) === '23505' && identifierIndexes.includes(violatedConstraint(error) ?? '')
    if (!isRace) throw error
    return register()
  }
}
