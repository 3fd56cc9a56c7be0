import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'
import { listLastVisits, listMembers } from './queries/members'

/**
 * `hasSecondFactor` and `lastSeenAt` are for support and null for others. `lastSeenAt`: an ISO string, on the portal, for whichever
 * organisation; null when the person was not there for a day, because older sessions are deleted.
 */
export type CustomerPerson = {
  id: Id<'member'>
  fullName: string
  email: string
  role: MemberRole
  hasSecondFactor: boolean | null
  lastSeenAt: string | null
}

/** In a transaction of staff: members of one organisation, who was seen last first. The caller has authorised. */
export async function listCustomerPeople(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { forSupport }: { forSupport: boolean },
): Promise<CustomerPerson[]> {
  const members = await listMembers(tx, organisationId)
  const visits = forSupport ? await listLastVisits(tx, organisationId) : []
  const seen = new Map(visits.map(({ accountId, lastSeenAt }) => [accountId, lastSeenAt]))
  return members
    .map(({ id, accountId, fullName, email, role, totpEnabledAt }) => ({
      id,
      fullName,
      email,
      role,
      hasSecondFactor: forSupport ? totpEnabledAt !== null : null,
      lastSeenAt: seen.get(accountId)?.toISOString() ?? null,
    }))
    .sort((a, b) => (b.lastSeenAt ?? '').localeCompare(a.lastSeenAt ?? ''))
}
