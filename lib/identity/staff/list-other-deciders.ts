import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { Locale } from '~/lib/kernel/text/locale'
import { type StaffPermission, staffPermissions } from '../permissions'
import { whySamePerson } from './another-person'
import { listActiveStaff } from './queries/staff'

export type Decider = { email: string; fullName: string; locale: Locale }

/** Returns the active staff with a permission. */
export async function listStaffAllowed(tx: Tx, permission: StaffPermission): Promise<Decider[]> {
  const allowed: readonly string[] = staffPermissions[permission]
  return (await listActiveStaff(tx)).filter((each) => each.roles.some((role) => allowed.includes(role)))
}

/**
 * Returns the proposer's name and the staff who may decide on their proposal: those with the permission, except the
 * proposer and accounts with the same mailbox (`requireAnotherPerson` rejects both).
 */
export async function listOtherDeciders(
  tx: Tx,
  permission: StaffPermission,
  proposedByStaffId: Id<'staff'>,
): Promise<{ proposer: string; deciders: Decider[] }> {
  const staff = await listActiveStaff(tx)
  const proposer = staff.find(({ id }) => id === proposedByStaffId)
  const allowed: readonly string[] = staffPermissions[permission]
  const isOther = (each: (typeof staff)[number]) =>
    whySamePerson(each, { id: proposedByStaffId, email: proposer?.email }) === null
  return {
    proposer: proposer?.fullName ?? '',
    deciders: staff.filter((each) => isOther(each) && each.roles.some((role) => allowed.includes(role))),
  }
}
