import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DirectoryAnswer } from '../directory/port'
import { companyDirectory } from '../directory/select'
import type { OrganisationKind } from './kinds'
import { type Identifiers, readIdentifier } from './read-identifier'

/** @throws DomainError `invalid_input` saying what is wrong with the identifier */
export function identifiersOf(kind: OrganisationKind, typed: string): Identifiers {
  const result = readIdentifier(kind, typed)
  if (result.outcome === 'wrong')
    throw new DomainError('invalid_input', { field: 'identifier', params: { reason: result.reason } })
  return result.identifiers
}

/** What the directory says; null for a foreign company, which no directory of ours knows. Outside any transaction. */
export async function consultDirectory(
  ctx: OpContext,
  identifiers: Identifiers,
): Promise<DirectoryAnswer | null> {
  const { siren, siret } = identifiers
  if (!siren) return null
  return companyDirectory(ctx).lookUp({ siren, siret })
}
