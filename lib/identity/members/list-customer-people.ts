import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'
import { listLastVisits, listMembers } from './queries/members'

/** `lastVisitAt`: an ISO string; null when no session of the last days is known. */
export type CustomerPerson = {
  id: Id<'member'>
  fullName: string
  email: string
  role: MemberRole
  hasSecondFactor: boolean
  lastVisitAt: string | null
}

/** In a transaction of staff: members of one organisation with their last visit, the latest first. The caller has authorised. */
export async function listCustomerPeople(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<CustomerPerson[]> {
  const [members, visits] = [
    await listMembers(tx, organisationId),
    new Map(
      (await listLastVisits(tx, organisationId)).map(({ accountId, lastSeenAt }) => [accountId, lastSeenAt]),
    ),
  ]
  return members
    .map(({ id, accountId, fullName, email, role, totpEnabledAt }) => ({
      id,
      fullName,
      email,
      role,
      hasSecondFactor: totpEnabledAt !== null,
      lastVisitAt: visits.get(accountId)?.toISOString() ?? null,
    }))
    .sort((a, b) => (b.lastVisitAt ?? '').localeCompare(a.lastVisitAt ?? ''))
}
