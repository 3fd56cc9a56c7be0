import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Estate, makeEstate } from '~/lib/compute/testing/estate'
import { addInstance } from '~/lib/compute/testing/resources'
import { addSshKey, listMembers, listSshKeys, removeSshKey } from '~/lib/identity'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { createBudget, refuseOverBudget } from '~/lib/limits'
import { readOrderForm } from './read-order-form'

const database = useTestDatabase()
let sql: postgres.Sql
let estate: Estate
let guest: OpContext
let owner: OpContext
let there: Id<'project'>

beforeAll(async () => {
  sql = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  estate = await makeEstate(database.current)
  const { organisationId, accountId } = estate.own
  owner = memberTestContext(accountId, { organisationId, role: 'owner' })
  there = newId('project')
  await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${there}, ${organisationId}, 'Ailleurs', false, now())`
  guest = await join('guest@example.test', 'Gaëlle Guest', there)
})
afterAll(() => sql?.end())

/** A guest who is technical in one project. */
async function join(email: string, fullName: string, projectId: Id<'project'>): Promise<OpContext> {
  const { organisationId } = estate.own
  const [accountId, memberId] = [newId('account'), newId('member')]
  await sql`insert into accounts (id, email, full_name, password_hash, created_at) values (${accountId}, ${email}, ${fullName}, '-', now())`
  await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at) values (${organisationId}, ${memberId}, ${accountId}, 'guest', now())`
  await sql`insert into project_roles (organisation_id, project_id, member_id, role, granted_at) values (${organisationId}, ${projectId}, ${memberId}, 'technical', now())`
  return memberTestContext(accountId, {
    organisationId,
    role: 'guest',
    projectRoles: { [projectId]: 'technical' },
  })
}

test('a guest reads what a budget of its own project leaves, and of no other', async () => {
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
  // Refused by the budget of all projects, a guest is not told by how much: that is what the others spend.
  const more = (ctx: OpContext) =>
    withOrganisation(ctx, (tx, organisationId) =>
      refuseOverBudget(tx, { organisationId, projectId: there, moreCents: 60_000n }, ctx.now),
    )
  await expect(more(guest)).rejects.toMatchObject({
    code: 'budget_exceeded',
    params: { reason: 'budget_of_others' },
  })
  await expect(more(guest)).rejects.not.toMatchObject({ params: { over: expect.anything() } })
  await expect(more(owner)).rejects.toMatchObject({ params: { budget: 'Toute la maison' } })
})

test('a guest keeps keys of its own, orders with those of its project, and touches no others', async () => {
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

test('a member who is technical in one project alone takes no key of the organisation away', async () => {
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

test('a guest reads the members of its projects and nobody else', async () => {
  const colleague = await join('colleague@example.test', 'Colin Colleague', there)
  await join('elsewhere@example.test', 'Élise Elsewhere', estate.own.projectId)
  const names = async (ctx: OpContext) => (await listMembers(ctx)).map(({ fullName }) => fullName)
  expect(await names(guest)).toEqual(['Colin Colleague', 'Gaëlle Guest'])
  expect(await names(colleague)).toEqual(['Colin Colleague', 'Gaëlle Guest'])
  expect(await names(owner)).toHaveLength(4)
})
