import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DirectoryAnswer } from '../directory/port'
import { companyDirectory } from '../directory/select'
import type { OrganisationKind } from './kinds'
import { type Identifiers, readIdentifier } from './read-identifier'

/** @throws DomainError `invalid_input` with the problem of the identifier */
export function identifiersOf(kind: OrganisationKind, typed: string): Identifiers {
  const result = readIdentifier(kind, typed)
  if (result.outcome === 'wrong')
    throw new DomainError('invalid_input', { field: 'identifier', params: { reason: result.reason } })
  return result.identifiers
}

/**
 * Returns the directory's answer; null for a foreign company, which our directories do not cover. Call outside
 * transactions.
 */
export async function consultDirectory(
  ctx: OpContext,
  identifiers: Identifiers,
): Promise<DirectoryAnswer | null> {
  const { siren, siret } = identifiers
  if (!siren) return null
  return companyDirectory(ctx).lookUp({ siren, siret })
}
