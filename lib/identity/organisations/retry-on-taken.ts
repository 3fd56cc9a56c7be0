import { sqlState, violatedConstraint } from '~/lib/kernel/errors'

const identifierIndexes = ['organisations_siret', 'organisations_company_siren', 'organisations_foreign_vat']

/**
 * Of two registrations of one identifier at the same time, one meets the unique index. It runs once more and
 * then sees the other's organisation.
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
