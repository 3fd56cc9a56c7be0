import type { TakenIdentifier } from '../queries/organisations'
import type { OrganisationKind } from './kinds'
import type { Identifiers } from './read-identifier'

/**
 * Returns the organisation that already has this identifier: the same SIRET, the same SIREN for a company, or the same
 * foreign VAT number. Another establishment of a public body is no duplicate; the moderator sees it. Pure.
 */
export function findTakenIdentifier(
  kind: OrganisationKind,
  identifiers: Identifiers,
  existing: readonly TakenIdentifier[],
): TakenIdentifier | null {
  const isSame = (other: TakenIdentifier) => {
    switch (kind) {
      case 'company':
        return other.siren === identifiers.siren
      case 'public_body':
        return other.siret === identifiers.siret
      case 'eu_company':
        return other.kind === 'eu_company' && other.vatNumber === identifiers.vatNumber
    }
  }
  return existing.find(isSame) ?? null
}
