import type { DirectoryAnswer, DirectoryStatus } from '~/lib/identity'
import { classifyEmailDomain } from '~/lib/identity'
import type { OrganisationKind } from '~/lib/identity/client'

export type RuleFacts = {
  kind: OrganisationKind
  directoryStatus: DirectoryStatus
  directoryAnswer: DirectoryAnswer | null
  /** Domains approved by moderators for the same legal unit. */
  trustedDomains: readonly string[]
  ownerEmails: readonly string[]
  /** A person asked a question, so a person decides. */
  wasAsked: boolean
}

/**
 * Whether the application can be accepted without a person: a public body that the directory lists as a public service,
 * with the directory's facts, and an applicant with a confirmed address in the body's own domain, from the directory or
 * approved by a moderator. Public facts prove nothing about the applicant; the domain does. Pure.
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
  return ownerEmails.some((email) => classifyEmailDomain(email, own) === 'same_domain')
}
