import type { Tx } from '~/db/client'
import { listStaffEmails } from '~/db/queries/identity/staff'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/** Where mail for this address arrives: what follows a plus sign names no other mailbox. Pure. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, at).replace(/\+.*$/, '')}${email.slice(at)}`.toLowerCase()
}

/**
 * Refuses a decision of two people that the proposer would take alone: by the same account, or by another one whose mail
 * arrives in the same mailbox. Two accounts with two mailboxes cannot be told from two people: whoever creates accounts
 * vouches for that.
 *
 * @throws DomainError `forbidden` (`own_proposal`, `same_mailbox`)
 */
export async function requireAnotherPerson(
  tx: Tx,
  staffId: Id<'staff'>,
  proposedByStaffId: Id<'staff'>,
): Promise<void> {
  if (staffId === proposedByStaffId)
    throw new DomainError('forbidden', { params: { reason: 'own_proposal' } })
  const [own, proposers] = await listStaffEmails(tx, [staffId, proposedByStaffId])
  if (own && proposers && mailboxOf(own) === mailboxOf(proposers))
    throw new DomainError('forbidden', { params: { reason: 'same_mailbox' } })
}
