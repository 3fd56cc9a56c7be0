import type postgres from 'postgres'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { testPasswordHash } from './password'

export type TestMember = {
  accountId: Id<'account'>
  memberId: Id<'member'>
  email: string
  as(now?: Date): OpContext
}

/** Adds a member to an organisation; by default one who joined when the tests' time starts. */
export async function addMember(
  sql: postgres.ISql,
  { organisationId }: { organisationId: Id<'organisation'> },
  role: MemberRole,
  options: { email?: string; fullName?: string; joinedAt?: Date } = {},
): Promise<TestMember> {
  const [accountId, memberId] = [newId('account'), newId('member')]
  const { email = `${accountId}@example.test`, fullName = role, joinedAt = testNow } = options
  await sql`insert into accounts (id, email, full_name, password_hash, email_verified_at, created_at)
    values (${accountId}, ${email}, ${fullName}, ${testPasswordHash}, ${joinedAt}, ${joinedAt})`
  await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at)
    values (${organisationId}, ${memberId}, ${accountId}, ${role}, ${joinedAt})`
  return {
    accountId,
    memberId,
    email,
    as: (now = testNow) => memberTestContext(accountId, { organisationId, role }, { now }),
  }
}
