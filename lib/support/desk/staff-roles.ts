import type { StaffRole } from '~/lib/kernel/op-context'

/** Roles with the permission `support:answer`, to which a ticket can be assigned. */
export const assigneeRoles: readonly StaffRole[] = ['support', 'accountant', 'administrator']
