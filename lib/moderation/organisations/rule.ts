import type { DirectoryAnswer, DirectoryStatus } from '~/lib/identity'
import { judgeEmailDomain } from '~/lib/identity'
import type { OrganisationKind } from '~/lib/identity/client'

export type RuleFacts = {
  kind: OrganisationKind
  directoryStatus: DirectoryStatus
  directoryAnswer: DirectoryAnswer | null
  /** Of the same legal unit, as moderators vouched for. */
  trustedDomains: readonly string[]
  ownerEmails: readonly string[]
  /** A human asked something: from then on a human decides. */
  wasAsked: boolean
}

/**
 * Whether nobody needs to look: a public body that the directory knows as a public service, whose declared
 * facts are the directory's, applied for by somebody with a confirmed address in the body's own domain: one that the directory names, or
 * that a moderator vouched for. Public facts alone prove nothing about who applies; the domain does. Pure.
 */
export function isAcceptedByRule({
  kind,
  directoryStatus,
  directoryAnswer,
  trustedDomains,
  ownerEmails,
  wasAsked,
}: RuleFacts): boolean {
  if (wasAsked || kind !== 'public_body' || directoryStatus !== 'verified') return false
  if (directoryAnswer?.outcome !== 'found' || !directoryAnswer.entry.isPublicService) return false
  const own = [...directoryAnswer.entry.emailDomains, ...trustedDomains]
  return ownerEmails.some((email) => judgeEmailDomain(email, own) === 'same_domain')
}
