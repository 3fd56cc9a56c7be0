import { beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { testPassword } from '~/testing/password'
import { resolveSession } from '../resolve-session'
import { signIn } from '../sessions/sign-in'
import { makeUnenrolledStaff, signInAs, visitor } from '../testing/people'
import { changeStaffRoles, disableStaff, enableStaff, listStaff, resetStaffFactor } from './manage-staff'
import { resetStaffAccess } from './reset-staff-access'

const { sql } = useTestDatabase()
const operator = visitor('operator')
const reason = 'A quitté l’entreprise.'
let first: Id<'staff'>
let second: Id<'staff'>
let made = 0

beforeAll(() => {
  process.env.RATE_LIMIT_FACTOR = '1000'
})
beforeEach(async () => {
  await sql`update staff_accounts set disabled_at = now()`
  ;[first, second] = [await make(['administrator']), await make(['administrator', 'accountant'])]
})

const emailOf = async (id: Id<'staff'>) =>
  (await sql<{ email: string }[]>`select email from staff_accounts where id = ${id}`)[0]?.email ?? ''
const make = (roles: StaffRole[]) => {
  made += 1
  return makeUnenrolledStaff(sql, `staff-${made}@example.test`, roles)
}
const as = (id: Id<'staff'>, roles: StaffRole[] = ['administrator']): OpContext => staffTestContext(id, roles)
const eventsOf = async (id: Id<'staff'>) =>
  (await sql<{ event: string }[]>`select event from audit_events where subject_id = ${id} order by id`).map(
    ({ event }) => event,
  )
const activeAdministrators = async () =>
  (await sql`select 1 from staff_accounts where disabled_at is null and 'administrator' = any (roles)`).length

test('a disabled account is locked out from its next request on, and signs in again once enabled', async () => {
  const leaving = await make(['support'])
  const email = await emailOf(leaving)
  const secret = await signInAs(operator, email)
  expect(await resolveSession(operator, secret)).not.toBeNull()
  await disableStaff(as(first), { staffId: leaving, reason })
  expect(await resolveSession(operator, secret)).toBeNull()
  expect(await signIn(operator, { email, password: testPassword })).toEqual({ outcome: 'refused' })
  const listed = (await listStaff(as(first))).find(({ id }) => id === leaving)
  expect(listed).toMatchObject({
    disabledAt: expect.any(String),
    signedInAt: expect.any(String),
    roles: ['support'],
  })
  await expect(disableStaff(as(first), { staffId: leaving, reason })).rejects.toMatchObject({
    params: { reason: 'staff_disabled' },
  })
  await enableStaff(as(first), { staffId: leaving })
  expect(await resolveSession(operator, secret)).toBeNull()
  await signInAs(operator, email)
  expect(await eventsOf(leaving)).toEqual(expect.arrayContaining(['staff.disabled', 'staff.enabled']))
})

test('of two administrators who disable each other at once one stays, and the last cannot be disabled', async () => {
  for (let round = 0; round < 10; round += 1) {
    const ended = await Promise.allSettled([
      disableStaff(as(first), { staffId: second, reason }),
      disableStaff(as(second), { staffId: first, reason }),
    ])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await activeAdministrators()).toBe(1)
    await sql`update staff_accounts set disabled_at = null where id in ${sql([first, second])}`
  }
  await disableStaff(as(first), { staffId: second, reason })
  const last = { params: { reason: 'last_administrator' } }
  await expect(disableStaff(as(first), { staffId: first, reason })).rejects.toMatchObject(last)
  await expect(changeStaffRoles(as(first), { staffId: first, roles: ['support'] })).rejects.toMatchObject(
    last,
  )
  expect((await listStaff(as(first))).find(({ id }) => id === first)).toMatchObject({
    isSelf: true,
    isLastAdministrator: true,
  })
})

test('a concurrent disabling and removal of a role leave one administrator', async () => {
  for (let round = 0; round < 10; round += 1) {
    await Promise.allSettled([
      disableStaff(as(first), { staffId: second, reason }),
      changeStaffRoles(as(second), { staffId: first, roles: ['auditor'] }),
    ])
    expect(await activeAdministrators()).toBe(1)
    await sql`update staff_accounts set disabled_at = null, roles = '{administrator}' where id in ${sql([first, second])}`
  }
})

test('roles change for a colleague, from their next request on, and not for oneself', async () => {
  const colleague = await make(['support'])
  const secret = await signInAs(operator, await emailOf(colleague))
  await changeStaffRoles(as(first), { staffId: colleague, roles: ['auditor', 'support', 'auditor'] })
  expect((await resolveSession(operator, secret))?.actor).toMatchObject({ roles: ['auditor', 'support'] })
  await expect(
    changeStaffRoles(as(first), { staffId: first, roles: ['administrator', 'accountant'] }),
  ).rejects.toMatchObject({ params: { reason: 'own_account' } })
  expect(await eventsOf(colleague)).toContain('staff.roles_changed')
})

test('a lost second factor is reset: sessions end, the password stays', async () => {
  const colleague = await make(['support'])
  const email = await emailOf(colleague)
  const secret = await signInAs(operator, email)
  await expect(resetStaffFactor(as(first), { staffId: colleague })).rejects.toMatchObject({
    params: { reason: 'no_second_factor' },
  })
  await sql`update staff_accounts set totp_secret_sealed = 'x', totp_enabled_at = now() where id = ${colleague}`
  await resetStaffFactor(as(first), { staffId: colleague })
  expect(await resolveSession(operator, secret)).toBeNull()
  expect((await listStaff(as(first))).find(({ id }) => id === colleague)?.hasSecondFactor).toBe(false)
  await signInAs(operator, email)
})

test('the command line restores lost access: another password, no second factor, no session', async () => {
  const colleague = await make(['support'])
  const email = await emailOf(colleague)
  const secret = await signInAs(operator, email)
  await sql`update staff_accounts set totp_secret_sealed = 'x', totp_enabled_at = now() where id = ${colleague}`
  const system: OpContext = { ...operator, actor: { kind: 'system', name: 'test' } }
  const { password } = await resetStaffAccess(system, { email })
  expect(await resolveSession(operator, secret)).toBeNull()
  expect(await signIn(operator, { email, password: testPassword })).toEqual({ outcome: 'refused' })
  expect(await signIn(operator, { email, password })).toMatchObject({ outcome: 'signed_in' })
  await expect(resetStaffAccess(as(first), { email })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(resetStaffAccess(system, { email: 'nobody@example.test' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('no other role manages staff, nor does a former administrator', async () => {
  const colleague = await make(['support'])
  for (const role of ['moderator', 'capacity', 'support', 'accountant', 'auditor'] as const) {
    await expect(listStaff(as(colleague, [role]))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(disableStaff(as(colleague, [role]), { staffId: first, reason })).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  await disableStaff(as(first), { staffId: second, reason })
  await expect(disableStaff(as(second), { staffId: colleague, reason })).rejects.toMatchObject({
    code: 'forbidden',
  })
})
