import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import type { Person } from '~/testing/buyer'
import type { StaffPerson } from '~/testing/staff'
import { sql } from './database'

/** A person of the demonstration data, by e-mail. */
export async function demonstrationPerson(email: string): Promise<Person> {
  const [row] = await sql<{ accountId: Id<'account'>; fullName: string }[]>`
    select id as "accountId", full_name as "fullName" from accounts where email = ${email}`
  invariant(row, `the demonstration has ${email}`)
  return { surface: 'portal', email, ...row }
}

/** A member of the operator's staff in the demonstration data. */
export async function demonstrationStaff(email: string): Promise<StaffPerson> {
  const [row] = await sql<{ staffId: Id<'staff'>; roles: StaffRole[] }[]>`
    select id as "staffId", roles from staff_accounts where email = ${email}`
  invariant(row, `the demonstration has ${email}`)
  return { surface: 'operator', email, ...row }
}

/** The organisation of the demonstration with this name. */
export async function demonstrationOrganisation(legalName: string): Promise<Id<'organisation'>> {
  const [row] = await sql<{ id: Id<'organisation'> }[]>`
    select id from organisations where legal_name = ${legalName}`
  invariant(row, `the demonstration has ${legalName}`)
  return row.id
}
