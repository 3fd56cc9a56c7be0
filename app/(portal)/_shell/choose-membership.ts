import type { Membership } from '~/lib/kernel/op-context'

type Named = Pick<Membership, 'organisationState'> & { organisationId: string }

/**
 * The organisation whose shell surrounds pages outside any organisation: the one seen last in this browser, otherwise
 * the first active one. Undefined for a person without any. Pure.
 */
export const chooseMembership = <M extends Named>(
  memberships: readonly M[],
  seenLast: string | undefined,
): M | undefined =>
  memberships.find(({ organisationId }) => organisationId === seenLast) ??
  memberships.find(({ organisationState }) => organisationState === 'active') ??
  memberships[0]
