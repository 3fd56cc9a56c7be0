import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { listStaffEmails } from './queries/staff'

/** Returns the mailbox of an address, without a part after a plus sign. Pure. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, at).replace(/\+.*$/, '')}${email.slice(at)}`.toLowerCase()
}

type Account = { id: Id<'staff'>; email: string | undefined }

/** Returns why two accounts count as one person in a two-person decision; null when they are two people. Pure. */
export function whySamePerson(one: Account, other: Account): 'own_proposal' | 'same_mailbox' | null {
  if (one.id === other.id) return 'own_proposal'
  if (!one.email || !other.email) return null
  return mailboxOf(one.email) === mailboxOf(other.email) ? 'same_mailbox' : null
}

/**
 * Reads the mailboxes of proposers, and returns for which of them `requireAnotherPerson` rejects a decision by this
 * account. Without a proposer anyone may decide.
 */
export async function readSamePeople(
  tx: Tx,
  staffId: Id<'staff'>,
  proposers: readonly (Id<'staff'> | null)[],
): Promise<(proposer: Id<'staff'> | null) => boolean> {
  const people = [...new Set([staffId, ...proposers.filter((id) => id !== null)])]
  const emails = await listStaffEmails(tx, people)
  const account = (id: Id<'staff'>) => ({ id, email: emails.get(id) })
  return (proposer) => proposer !== null && whySamePerson(account(staffId), account(proposer)) !== null
}

/**
 * Rejects a two-person decision by the proposer alone: by the same account, or by another one with the same mailbox.
 * Two accounts with two mailboxes count as two people; the person who creates accounts vouches for that.
 *
 * @throws DomainError `forbidden` (`own_proposal`, `same_mailbox`)
 */
export async function requireAnotherPerson(
  tx: Tx,
  staffId: Id<'staff'>,
  proposedByStaffId: Id<'staff'>,
): Promise<void> {
  const emails = await listStaffEmails(tx, [staffId, proposedByStaffId])
  const reason = whySamePerson(
    { id: staffId, email: emails.get(staffId) },
    { id: proposedByStaffId, email: emails.get(proposedByStaffId) },
  )
  if (reason) throw new DomainError('forbidden', { params: { reason } })
}
