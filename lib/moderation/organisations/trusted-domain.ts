import type { Tx } from '~/db/client'
import { domainOf, judgeEmailDomain } from '~/lib/identity'
import type { OrganisationKind } from '~/lib/identity/client'
import { listTrustedDomains } from './queries/trusted-domains'

/** The domains of a legal unit: those its directory entry names, and those a moderator vouched for. */
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
 * The domain that a moderator may vouch for on this application: of a public body, confirmed by mail, not open
 * to everybody, and not known yet. Pure.
 */
export function trustableDomain(
  organisation: { kind: OrganisationKind; siren: string | null },
  owner: Applicant | undefined,
  known: readonly string[],
): string | null {
  if (organisation.kind !== 'public_body' || !organisation.siren || !owner?.emailVerifiedAt) return null
  const verdict = judgeEmailDomain(owner.email, known)
  return verdict === 'unknown_domain' || verdict === 'other_domain' ? domainOf(owner.email) : null
}
