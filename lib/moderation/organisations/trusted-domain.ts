import type { Tx } from '~/db/client'
import { classifyEmailDomain, domainOf } from '~/lib/identity'
import type { OrganisationKind } from '~/lib/identity/client'
import { listTrustedDomains } from './queries/trusted-domains'

/** The domains of a legal unit: those in its directory entry, and those approved by a moderator. */
export async function domainsOfUnit(
  tx: Tx,
  siren: string | null,
  directoryDomains: readonly string[],
): Promise<string[]> {
  const trusted = siren ? await listTrustedDomains(tx, siren) : []
  return [...new Set([...directoryDomains, ...trusted])]
}

type Applicant = { email: string; emailVerifiedAt: Date | null }

/**
 * Returns the domain that a moderator may approve on this application: a public body's, confirmed by mail, not open to
 * everyone, and not yet known. Pure.
 */
export function trustableDomain(
  organisation: { kind: OrganisationKind; siren: string | null },
  owner: Applicant | undefined,
  known: readonly string[],
): string | null {
  if (organisation.kind !== 'public_body' || !organisation.siren || !owner?.emailVerifiedAt) return null
  const verdict = classifyEmailDomain(owner.email, known)
  return verdict === 'unknown_domain' || verdict === 'other_domain' ? domainOf(owner.email) : null
}
