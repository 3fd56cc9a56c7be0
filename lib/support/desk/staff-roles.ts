import type { StaffRole } from '~/lib/kernel/op-context'

/** Those who have the right `support:answer`, so that a ticket can be theirs. */
export const assigneeRoles: readonly StaffRole[] = ['support', 'accountant', 'administrator']
