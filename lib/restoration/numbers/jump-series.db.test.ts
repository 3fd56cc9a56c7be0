import { beforeAll, expect, test } from 'vitest'
import { withStaff, withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { takeDocumentNumber } from '~/lib/billing/queries/series'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { makeBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import { decideJump, listNumberJumps, proposeJump } from '../index'

const { sql } = useTestDatabase()
const sellingEntityId = 'sel_jump' as Id<'sellingEntity'>
let people: Id<'staff'>[]

beforeAll(async () => {
  people = await Promise.all(
    ['un@example.test', 'deux@example.test'].map(
      async (email) => (await makeStaff(sql, ['accountant'], { email })).staffId,
    ),
  )
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${sellingEntityId}, 'Andromède', '552100554', 'FR00552100554', 'CMD', true)`
})

const staff = (index: number, role: StaffRole = 'accountant') =>
  staffTestContext(people[index] as Id<'staff'>, [role], systemNow())
const take = (series: string) =>
  withSystem(systemTestContext(systemNow()), (tx) =>
    takeDocumentNumber(tx, sellingEntityId, series, '2026-12-01'),
  )
const propose = (series: string, lastNumber: number, by = staff(0)) =>
  proposeJump(by, { sellingEntityId, series, lastNumber, reason: 'Restauration.', reference: 'Archive 12.' })
const openJump = async (series: string) => {
  const found = (await listNumberJumps(staff(1))).find((each) => each.series === series && !each.confirmedAt)
  if (!found) throw new Error('no proposal')
  return found
}

test('a series goes on behind the numbers that were given out, once another person confirmed', async () => {
  expect([await take('FAC-2026'), await take('FAC-2026')]).toEqual([1, 2])
  await expect(propose('FAC-2026', 2)).rejects.toMatchObject({ code: 'conflict' })
  await expect(propose('FAC-1999', 9)).rejects.toMatchObject({ code: 'not_found' })
  await expect(propose('FAC-2026', 9, staff(0, 'auditor'))).rejects.toMatchObject({ code: 'forbidden' })
  await propose('FAC-2026', 5)
  await expect(propose('FAC-2026', 6)).rejects.toMatchObject({ code: 'conflict' })
  const { id: jumpId, needsAnother } = await openJump('FAC-2026')
  expect(needsAnother).toBe(false)
  await expect(decideJump(staff(0), { jumpId, decision: 'confirm' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await decideJump(staff(1), { jumpId, decision: 'confirm' })
  await expect(decideJump(staff(1), { jumpId, decision: 'confirm' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await take('FAC-2026')).toBe(6)
  expect(await listNumberJumps(staff(0))).toMatchObject([
    {
      series: 'FAC-2026',
      fromNumber: 3,
      toNumber: 5,
      reference: 'Archive 12.',
      confirmedAt: expect.any(String),
    },
  ])
})

test('the operator’s site can neither insert a confirmed jump nor remove one', async () => {
  const asOperator = (statement: string) =>
    withStaff(staff(0), (tx) => tx.execute(statement)).catch((error) => error.cause?.code)
  expect(
    await asOperator(`insert into number_jumps select 'njp_copy', selling_entity_id, series, 100, 101, reason, reference,
      proposed_by_staff_id, proposed_at, confirmed_by_staff_id, confirmed_at from number_jumps where confirmed_at is not null limit 1`),
  ).toBe('42501')
  expect(await asOperator('delete from number_jumps where confirmed_at is not null')).toBe('42501')
})

test('a number given out meanwhile makes the proposal void, and one that is withdrawn changes nothing', async () => {
  expect(await take('AVO-2026')).toBe(1)
  await propose('AVO-2026', 4)
  expect(await take('AVO-2026')).toBe(2)
  const { id: jumpId } = await openJump('AVO-2026')
  await expect(decideJump(staff(1), { jumpId, decision: 'confirm' })).rejects.toMatchObject({
    code: 'conflict',
  })
  await decideJump(staff(1), { jumpId, decision: 'withdraw' })
  expect(await take('AVO-2026')).toBe(3)
  await expect(
    sql`update document_series set last_number = 9 where series = 'AVO-2026'`,
  ).rejects.toMatchObject({ code: '42501' })
})

test('orders go on behind a jump, and the invariants of numbers know it', async () => {
  const year = systemNow().getUTCFullYear()
  const series = `order-${year}`
  const number = (n: number) => `CMD-${year}-${`${n}`.padStart(6, '0')}`
  const { organisationId, projectId } = await makeBuyer(sql)
  const order = (n: number) =>
    sql.begin(async (tx) => {
      await tx`select app.take_number(${sellingEntityId}, ${series})`
      await tx`insert into orders (id, organisation_id, project_id, selling_entity_id, number, state, terms_version, dpa_version, monthly_cents, created_at)
        values (${`ord_${n}`}, ${organisationId}, ${projectId}, ${sellingEntityId}, ${number(n)}, 'delivered', '1', '1', 0, now())`
    })
  const broken = async () =>
    (await checkInvariants(sql)).filter(({ name }) => name === 'order_numbers').flatMap(({ rows }) => rows)
  await order(1)
  await propose(series, 3)
  const { id: jumpId } = await openJump(series)
  await decideJump(staff(1), { jumpId, decision: 'confirm' })
  expect(await broken()).toEqual([])
  await order(4)
  expect(await broken()).toEqual([])
  await sql`delete from number_jumps where series = ${series}`
  expect(await broken()).toHaveLength(1)
})
