import type { StaffRole } from '~/lib/kernel/op-context'

type StaffAccount = { id: string; roles: readonly StaffRole[]; disabledAt: Date | null }

/**
 * Whether an administrator can still sign in after this account gets these roles, or is disabled (null). Without one,
 * the role could not be granted again on the page. Pure.
 */
export function keepsAnAdministrator(
  staff: readonly StaffAccount[],
  id: string,
  next: readonly StaffRole[] | null,
): boolean {
  return staff.some((each) =>
    each.id === id
      ? next?.includes('administrator') && each.disabledAt === null
      : each.roles.includes('administrator') && each.disabledAt === null,
  )
}
