import type { DirectoryAnswer } from '../directory/port'
import { judgeEmailDomain } from '../organisations/email-domain'
import type { DirectoryStatus, OrganisationKind } from '../organisations/kinds'

export type RuleFacts = {
  kind: OrganisationKind
  directoryStatus: DirectoryStatus
  directoryAnswer: DirectoryAnswer | null
  ownerEmails: readonly string[]
  /** A human asked something: from then on a human decides. */
  wasAsked: boolean
}

/**
 * Whether nobody needs to look: a public body that the directory knows as a public service, whose declared
 * facts are the directory's, applied for by somebody with a confirmed address in the body's own domain.
 * Public facts alone prove nothing about who applies; the domain does. Pure.
 */
export function isAcceptedByRule({
  kind,
  directoryStatus,
  directoryAnswer,
  ownerEmails,
  wasAsked,
}: RuleFacts): boolean {
  if (wasAsked || kind !== 'public_body' || directoryStatus !== 'verified') return false
  if (directoryAnswer?.outcome !== 'found' || !directoryAnswer.entry.isPublicService) return false
  const { emailDomains } = directoryAnswer.entry
  return ownerEmails.some((email) => judgeEmailDomain(email, emailDomains) === 'same_domain')
}
