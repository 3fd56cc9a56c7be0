import type postgres from 'postgres'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { sealedDemonstrationSecret } from '~/lib/identity/second-factor/enable-demonstration-factor'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { testPasswordHash } from './password'

export type StaffPerson = { surface: 'operator'; staffId: Id<'staff'>; email: string; roles: StaffRole[] }

export type TestStaff = StaffPerson & { as(now?: Date): OpContext }

/** A member of the operator's staff, as a row: with the password of tests and a second factor. */
export async function makeStaff(
  sql: postgres.Sql,
  roles: StaffRole[],
  options: { id?: Id<'staff'>; email?: string; fullName?: string; hasSecondFactor?: boolean } = {},
): Promise<TestStaff> {
  const { id: staffId = newId('staff') } = options
  const { email = `${staffId}@andromede.example`, fullName = 'Sacha Test', hasSecondFactor = true } = options
  const now = new Date()
  const factor = {
    totp_secret_sealed: hasSecondFactor ? sealedDemonstrationSecret('staff', staffId) : null,
    totp_enabled_at: hasSecondFactor ? now : null,
    totp_last_step: hasSecondFactor ? 0 : null,
  }
  await sql`insert into staff_accounts ${sql({
    ...{ id: staffId, email, full_name: fullName, password_hash: testPasswordHash, roles, created_at: now },
    ...factor,
  })}`
  return {
    surface: 'operator',
    staffId,
    email,
    roles,
    as: (at = testNow) => staffTestContext(staffId, roles, at),
  }
}
