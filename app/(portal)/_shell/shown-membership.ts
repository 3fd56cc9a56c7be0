import 'server-only'
import { cookies } from 'next/headers'
import type { MembershipView, ResolvedSession } from '~/lib/identity'
import { chooseMembership } from './choose-membership'

/** The organisation whose shell surrounds this person's pages outside any organisation. */
export const shownMembership = async ({
  memberships,
}: ResolvedSession): Promise<MembershipView | undefined> =>
  chooseMembership(memberships, (await cookies()).get('organisation')?.value)
