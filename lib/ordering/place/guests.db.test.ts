import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { assertWithinSpending, createBudget } from '~/lib/budgets'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { addSshKey, listMembers, listSshKeys, removeSshKey } from '~/lib/identity'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { getOverview } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import { addMember } from '~/testing/member'
import { readOrderForm } from '../cart/read-order-form'
import {
  amendPurchaseOrder,
  createPurchaseOrder,
  defineSellingEntity,
  getOrder,
  getPurchaseOrder,
  placeOrder,
  requestChange,
  retryProvisioning,
  withdrawOrder,
} from '../index'
import { testSeller } from '../testing/order-world'
import { refusalOf } from './outcome'

const { sql } = useTestDatabase()
let estate: Estate
let guest: OpContext
let owner: OpContext
let there: Id<'project'>

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  const { organisationId, accountId } = estate.own
  owner = memberTestContext(accountId, { organisationId, role: 'owner' })
  there = newId('project')
  await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${there}, ${organisationId}, 'Ailleurs', false, now())`
  guest = await join('guest@example.test', 'Gaëlle Guest', there)
})

/** Adds a guest with the technical role in one project. */
async function join(email: string, fullName: string, projectId: Id<'project'>): Promise<OpContext> {
  const { organisationId } = estate.own
  const { accountId, memberId } = await addMember(sql, estate.own, 'guest', { email, fullName })
  await sql`insert into project_roles (organisation_id, project_id, member_id, role, granted_at) values (${organisationId}, ${projectId}, ${memberId}, 'technical', now())`
  return memberTestContext(accountId, {
    organisationId,
    role: 'guest',
    projectRoles: { [projectId]: 'technical' },
  })
}

test('a guest reads the remaining budget of its own project, and of no other', async () => {
  const budget = { monthlyEuros: 1_000, thresholds: [80], isHard: true }
  await addInstance(estate, { bundle: 'small' })
  await createBudget(owner, { ...budget, name: 'Imagerie', projectId: estate.own.projectId })
  await createBudget(owner, { ...budget, name: 'Toute la maison', monthlyEuros: 500 })
  await createBudget(owner, { ...budget, name: 'Essais', projectId: there, monthlyEuros: 900 })
  const roomOf = async (ctx: OpContext) => (await readOrderForm(ctx)).budgetRoom
  expect(await roomOf(guest)).toEqual([{ projectId: there, budget: 'Essais', leftCents: '90000' }])
  expect((await roomOf(owner)).map(({ budget: name }) => name)).toEqual([
    'Toute la maison',
    'Toute la maison',
  ])
  // A guest refused by the budget of all projects gets no figures: they reveal the spending of the others.
  const more = (ctx: OpContext) =>
    withOrganisation(ctx, (tx, organisationId) =>
      assertWithinSpending(tx, { organisationId, projectId: there, moreCents: 60_000n }, ctx.now),
    )
  await expect(more(guest)).rejects.toMatchObject({
    code: 'budget_exceeded',
    params: { reason: 'budget_of_others' },
  })
  await expect(more(guest)).rejects.not.toMatchObject({ params: { over: expect.anything() } })
  await expect(more(owner)).rejects.toMatchObject({ params: { budget: 'Toute la maison' } })
})

test('a guest over the spending cap gets no figures of the organisation, and cannot read the cap', async () => {
  const { organisationId } = estate.own
  await addInstance(estate, { bundle: 'small' })
  await sql`update organisations set spending_cap_cents = 1 where id = ${organisationId}`
  const more = (ctx: OpContext) =>
    withOrganisation(ctx, (tx) =>
      assertWithinSpending(tx, { organisationId, projectId: there, moreCents: 1n }, ctx.now),
    ).catch((error) => error)
  const order = async (ctx: OpContext) => refusalOf(await more(ctx))
  expect(await more(guest)).toMatchObject({ code: 'spending_cap_exceeded', params: {} })
  expect((await more(guest)).params).toEqual({})
  expect((await more(owner)).params).toMatchObject({ capCents: '1', orderCents: '1' })
  expect(await order(guest)).toEqual({ outcome: 'over_spending_cap', figures: null })
  expect(await order(owner)).toMatchObject({ figures: { capCents: '1', orderCents: '1' } })
  expect((await readOrderForm(guest)).spending).toBeNull()
  expect((await readOrderForm(owner)).spending).toMatchObject({ capCents: '1' })
  expect((await getOverview(guest)).capCents).toBeNull()
  await sql`update organisations set spending_cap_cents = null where id = ${organisationId}`
})

test('a guest has keys of its own, orders with those of its project, and cannot change others', async () => {
  const ofAll = await addSshKey(owner, { publicKey: ed25519Line('maison') })
  const ofProject = await addSshKey(owner, { publicKey: ed25519Line('projet') })
  const own = await addSshKey(guest, { publicKey: ed25519Line('invitee') })
  const server = await addInstance(estate, { bundle: 'small' })
  await sql`update instances set project_id = ${there}, ssh_key_ids = ${[ofProject.id]} where id = ${server}`
  const names = async (ctx: OpContext) =>
    (await listSshKeys(ctx)).map(({ name, mayRemove }) => [name, mayRemove])
  expect(await names(guest)).toEqual([
    ['invitee', true],
    ['projet', false],
  ])
  expect((await readOrderForm(guest)).sshKeys.map(({ name }) => name)).toEqual(['invitee', 'projet'])
  for (const { id } of [ofAll, ofProject])
    await expect(removeSshKey(guest, { sshKeyId: id })).rejects.toMatchObject({ code: 'not_found' })
  await removeSshKey(guest, { sshKeyId: own.id })
  expect(await names(owner)).toEqual([
    ['maison', true],
    ['projet', true],
  ])
})

test('a member with the technical role in one project only cannot remove a key of the organisation', async () => {
  const { organisationId, accountId } = estate.own
  const accountant = memberTestContext(newId('account'), {
    organisationId,
    role: 'billing',
    projectRoles: { [there]: 'technical' },
  })
  const key = await addSshKey(memberTestContext(accountId, { organisationId, role: 'technical' }), {
    publicKey: ed25519Line('commune'),
  })
  await expect(removeSshKey(accountant, { sshKeyId: key.id })).rejects.toMatchObject({ code: 'not_found' })
})

test('a guest sees the members of its projects and no others', async () => {
  const colleague = await join('colleague@example.test', 'Colin Colleague', there)
  await join('elsewhere@example.test', 'Élise Elsewhere', estate.own.projectId)
  const names = async (ctx: OpContext) => (await listMembers(ctx)).map(({ fullName }) => fullName)
  expect(await names(guest)).toEqual(['Colin Colleague', 'Gaëlle Guest'])
  expect(await names(colleague)).toEqual(['Colin Colleague', 'Gaëlle Guest'])
  expect(await names(owner)).toHaveLength(4)
})

describe('under a purchase order that other projects use', () => {
  const endsOn = '2026-12-24'
  const references = { purchaseOrderNumber: 'BC-1' }
  let made = 0
  const order = (ctx: OpContext, projectId: Id<'project'>) => {
    made += 1
    const { imageId, bundles, zone } = estate
    const line = { bundleId: bundles.small.id, zoneId: zone.zoneId, imageId, sshKeyIds: [], quantity: 1 }
    const lines = [{ ...line, name: `srv-${made}x`, costReferences: references }]
    return placeOrder(ctx, { idempotencyKey: randomUUID(), projectId, lines })
  }
  let purchaseOrderId: Id<'purchaseOrder'>

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    process.env.PORTAL_URL = 'http://portal.example'
    await sql`delete from budgets`
    await sql`insert into quotas (organisation_id, project_id, resource, "limit", used)
      select organisation_id, ${there}, resource, "limit", 0 from quotas where project_id = ${estate.own.projectId}`
    await defineSellingEntity(seedContext(), testSeller)
    const days = { startsOn: '2026-11-01', endsOn }
    const created = await createPurchaseOrder(owner, { number: 'BC-1', ceiling: 1_000_000_00n, ...days })
    purchaseOrderId = created.purchaseOrderId
    expect((await order(owner, estate.own.projectId)).outcome).toBe('accepted')
    // Room for half of another one.
    const one = BigInt((await getPurchaseOrder(owner, { id: purchaseOrderId })).committedCents)
    await amendPurchaseOrder(owner, { purchaseOrderId, ceiling: (one * 3n) / 2n, endsOn, reason: 'Avenant' })
  })

  test('the order of a guest waits like that of an owner, and shows the guest no figures', async () => {
    for (const ctx of [guest, owner]) {
      const outcome = await order(ctx, there)
      if (outcome.outcome !== 'held') throw new Error(outcome.outcome)
      const id = outcome.orderId
      expect((await getOrder(owner, { id })).hold).toMatchObject({
        reasons: ['over_purchase_order'],
        over: [{ number: 'BC-1', figures: { ceilingCents: expect.any(String) } }],
      })
      expect((await getOrder(guest, { id })).hold?.over).toEqual([
        { number: 'BC-1', purchaseOrderId, figures: null },
      ])
      await withdrawOrder(owner, { id })
    }
  })

  test('the change of a guest waits, and a failed resource is not retried', async () => {
    const [server, failed] = [
      await addInstance(estate, { bundle: 'small' }),
      await addInstance(estate, { bundle: 'small', state: 'failed' }),
    ]
    for (const id of [server, failed]) await sql`update instances set project_id = ${there} where id = ${id}`
    await sql`update order_lines l set project_id = ${there}, cost_references = ${sql.json(references)}
      from instances i where i.order_line_id = l.id and i.id in ${sql([server, failed])}`
    await expect(retryProvisioning(guest, { instanceId: failed })).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'purchase_order_over_others', number: 'BC-1' },
    })
    await expect(retryProvisioning(owner, { instanceId: failed })).rejects.toMatchObject({
      params: { reason: 'purchase_order_over', over: expect.any(String) },
    })
    const { id: bundleId } = estate.bundles.large
    const resize = { kind: 'resize_instance', instanceId: server, bundleId } as const
    expect((await requestChange(guest, resize)).outcome).toBe('held')
  })
})
