import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { addSeconds } from '~/lib/kernel/time/clock'
import { readCases } from '~/lib/moderation'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { committedByTags, monthToDateByTags } from '~/lib/usage'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { makeEstate } from '~/testing/estate'
import { alertBudgets } from './budgets/alert-budgets'
import { changeBudget, createBudget, endBudget, readBudgets } from './budgets/manage-budgets'
import { acceptQuotaRequest, readQuotaCase, refuseQuotaRequest } from './quotas/decide-quota-request'
import { listQuotaRequests, requestQuota, withdrawQuotaRequest } from './quotas/request-quota'
import { reviewQuotaRequests } from './quotas/review-quota-requests'
import { assertWithinSpending } from './spending/assert-within-spending'

const { sql } = useTestDatabase()
const moderator = staffTestContext(newId('staff'), ['moderator'])
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
})

const fresh = async () => {
  const made = await makeBuyers(sql, 2, {
    quotas: { instances: 10, vcpu: 64, memory_mib: 262_144, disk_gib: 1_000, volume_gib: 1_000 },
  })
  ;[ours, theirs] = made as [TestBuyer, TestBuyer]
}
const requestAs = (resource: QuotaResource, limit: number) =>
  requestQuota(ours.as(), { projectId: ours.projectId, resource, limit, reason: 'Fin de marché.' })
const uses = (resource: QuotaResource, used: number) =>
  sql`update quotas set used = ${used} where project_id = ${ours.projectId} and resource = ${resource}`
const limitOf = async (resource: QuotaResource) =>
  (await sql`select "limit" from quotas where project_id = ${ours.projectId} and resource = ${resource}`)[0]
    ?.limit
const states = async () => (await listQuotaRequests(ours.as(), ours.projectId)).map(({ state }) => state)
const mailsTo = async (organisation: TestBuyer) =>
  (
    await sql`select template from mail_messages where recipient = ${`${organisation.accountId}@example.test`} order by id`
  ).map((row) => row.template)

test('a decrease is accepted by the rule, and so is more storage when it is nearly full; the requester is notified', async () => {
  await fresh()
  await requestAs('vcpu', 32)
  await uses('volume_gib', 801)
  await requestAs('volume_gib', 2_000)
  await reviewQuotaRequests(systemTestContext())
  expect(await states()).toEqual(['accepted_by_rule', 'accepted_by_rule'])
  expect([await limitOf('vcpu'), await limitOf('volume_gib')]).toEqual([32, 2_000])
  expect(await mailsTo(ours)).toEqual(['quota-accepted', 'quota-accepted'])
})

test('processor use is measured over a week, and the facts are stored with the request', async () => {
  const estate = await makeEstate(sql)
  ours = estate.own
  const instanceId = await addInstance(estate, { bundle: 'small' })
  await sql`update quotas set "limit" = 16, used = 14 where project_id = ${ours.projectId} and resource = 'vcpu'`
  const measure = (at: Date, cpuMilli: number) =>
    sql`insert into instance_metrics (organisation_id, instance_id, resolution_seconds, at, seconds, cpu_milli, cpu_milli_max, memory_mib, memory_mib_max, received_bytes_per_second, sent_bytes_per_second)
      values (${ours.organisationId}, ${instanceId}, 3600, ${at}, 3600, ${cpuMilli}, ${cpuMilli}, 100, 100, 0, 0)`
  await measure(addSeconds(testNow, -3_600), 600)
  await measure(addSeconds(testNow, -7_200), 800)
  // Older than a week: it does not count.
  await measure(addSeconds(testNow, -8 * 86_400), 0)
  await requestAs('vcpu', 32)
  await reviewQuotaRequests(systemTestContext())
  expect(await limitOf('vcpu')).toBe(32)
  const [row] = await sql`select facts from quota_requests where project_id = ${ours.projectId}`
  expect(row?.facts).toEqual({ limit: 16, used: 14, utilisationPercent: 35, nextTier: 32 })
})

test('a request that no rule accepts waits for a moderator, who sees the facts and decides once', async () => {
  await fresh()
  const { id } = await requestAs('instances', 20)
  await reviewQuotaRequests(systemTestContext())
  await reviewQuotaRequests(systemTestContext())
  const queue = await readCases(moderator, { part: 'waiting', kind: 'quota', assigned: null })
  expect(queue.entries.filter(({ subjectId }) => subjectId === id)).toMatchObject([
    { summary: { resource: 'instances', from: 10, to: 20, project: 'Principal' }, isLate: false },
  ])
  expect(await readQuotaCase(moderator, id)).toMatchObject({
    organisation: 'Atelier Test',
    project: 'Principal',
    limitAsked: 20,
    reason: 'Fin de marché.',
    facts: { limit: 10, used: 0, utilisationPercent: null, nextTier: 20 },
  })
  await expect(requestAs('instances', 30)).rejects.toMatchObject({ code: 'already_exists' })
  await acceptQuotaRequest(moderator, { requestId: id })
  expect(await limitOf('instances')).toBe(20)
  await expect(refuseQuotaRequest(moderator, { requestId: id, reason: 'Non.' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const second = await requestAs('instances', 500)
  await reviewQuotaRequests(systemTestContext())
  await refuseQuotaRequest(moderator, { requestId: second.id, reason: 'Dites-nous d’abord pour quoi.' })
  expect(await limitOf('instances')).toBe(20)
  const answered = await listQuotaRequests(ours.as(), ours.projectId)
  expect(answered.find(({ id: each }) => each === second.id)).toMatchObject({
    state: 'refused',
    answer: 'Dites-nous d’abord pour quoi.',
  })
  expect(await mailsTo(ours)).toEqual(['quota-accepted', 'quota-refused'])
  for (const role of ['support', 'auditor', 'capacity'] as const)
    await expect(
      acceptQuotaRequest(staffTestContext(newId('staff'), [role]), { requestId: second.id }),
    ).rejects.toMatchObject({ code: 'forbidden' })
})

test('a limit never falls below the use, not even when the use grew after the request', async () => {
  await fresh()
  await uses('vcpu', 20)
  await expect(requestAs('vcpu', 19)).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'limit',
    params: { reason: 'below_used', used: '20' },
  })
  const { id } = await requestAs('vcpu', 30)
  await uses('vcpu', 31)
  await reviewQuotaRequests(systemTestContext())
  expect(await states()).toEqual(['pending'])
  await expect(acceptQuotaRequest(moderator, { requestId: id })).rejects.toMatchObject({
    code: 'conflict',
    params: { reason: 'below_used', used: '31' },
  })
  expect([await limitOf('vcpu'), await states()]).toEqual([64, ['pending']])
})

test('a request can be withdrawn, and other organisations and roles cannot make one', async () => {
  await fresh()
  const { id } = await requestAs('instances', 20)
  await expect(withdrawQuotaRequest(theirs.as(), { requestId: id })).rejects.toMatchObject({
    code: 'not_found',
  })
  await withdrawQuotaRequest(ours.as(), { requestId: id })
  await reviewQuotaRequests(systemTestContext())
  expect(await states()).toEqual(['withdrawn'])
  await expect(withdrawQuotaRequest(ours.as(), { requestId: id })).rejects.toMatchObject({ code: 'conflict' })
  const input = { projectId: ours.projectId, resource: 'vcpu' as const, limit: 70, reason: 'Non.' }
  await expect(requestQuota(ours.as('reader'), input)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(requestQuota(theirs.as(), input)).rejects.toMatchObject({ code: 'not_found' })
})

test('the customers’ site can neither decide a request nor raise a limit', async () => {
  await fresh()
  const { id } = await requestAs('instances', 20)
  for (const statement of [
    `update quota_requests set state = 'accepted' where id = '${id}'`,
    `update quota_requests set limit_asked = 1 where id = '${id}'`,
    `update quotas set "limit" = 1000000`,
  ])
    await expect(withOrganisation(ours.as(), (tx) => tx.execute(statement))).rejects.toMatchObject({
      cause: { code: '42501' },
    })
})

const budget = { name: 'Année', monthlyEuros: 100, thresholds: [50, 80, 100], isHard: false }

test('a threshold is notified once a month, only the highest of those passed at once, to owners and accountants', async () => {
  const estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  ours = estate.own
  const month = new Date('2026-11-20T10:00:00Z')
  await addInstance(estate, { bundle: 'wide', at: new Date('2026-11-02T10:00:00Z') })
  await createBudget(ours.as(), { ...budget, monthlyEuros: 300 })
  const [{ spentCents } = { spentCents: '0' }] = await readBudgets(ours.as('billing', month))
  expect(Number(spentCents)).toBeGreaterThan(24_000)
  expect(Number(spentCents)).toBeLessThan(30_000)
  await alertBudgets(systemTestContext(month))
  await alertBudgets(systemTestContext(month))
  expect(await mailsTo(ours)).toEqual(['budget-reached'])
  const readAlerts = () =>
    sql`select month, threshold from budget_alerts where organisation_id = ${ours.organisationId} order by month, threshold`
  expect([...(await readAlerts())]).toEqual([
    { month: '2026-11', threshold: 50 },
    { month: '2026-11', threshold: 80 },
  ])
  expect((await readBudgets(ours.as('reader', month)))[0]?.reached).toEqual([50, 80])
  await alertBudgets(systemTestContext(new Date('2026-12-01T00:30:00+01:00')))
  expect(await readAlerts()).toHaveLength(2)
  const [notice] = await sql`select params from notices where organisation_id = ${ours.organisationId}`
  expect(notice?.params).toEqual({ budget: 'Année', percent: '80' })
})

test('two concurrent workers notify it once', async () => {
  const estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  ours = estate.own
  const month = new Date('2026-11-20T10:00:00Z')
  await addInstance(estate, { bundle: 'wide', at: new Date('2026-11-02T10:00:00Z') })
  await createBudget(ours.as(), budget)
  await Promise.all(Array.from({ length: 4 }, () => alertBudgets(systemTestContext(month))))
  expect(await mailsTo(ours)).toEqual(['budget-reached'])
})

test('a hard budget refuses with the exceeding amount; ended, it refuses nothing', async () => {
  const estate = await makeEstate(sql)
  ours = estate.own
  await addInstance(estate, { bundle: 'small' })
  const { id } = await createBudget(ours.as(), { ...budget, isHard: true, projectId: ours.projectId })
  const [{ committedCents } = { committedCents: '0' }] = await readBudgets(ours.as())
  const more = (moreCents: bigint) =>
    withOrganisation(ours.as(), (tx, organisationId) =>
      assertWithinSpending(tx, { organisationId, projectId: ours.projectId, moreCents }, testNow),
    )
  const left = 10_000n - BigInt(committedCents)
  await more(left)
  await expect(more(left + 101n)).rejects.toMatchObject({
    code: 'budget_exceeded',
    params: { budget: 'Année', overCents: '101', over: '2', committedCents },
  })
  await changeBudget(ours.as(), { budgetId: id, ...budget, isHard: false })
  await more(left + 101n)
  await changeBudget(ours.as(), { budgetId: id, ...budget, isHard: true })
  await endBudget(ours.as(), { budgetId: id })
  await more(left + 101n)
})

test('a budget of a tag counts resources with the tag, own or inherited from the project, once', async () => {
  const estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 64 } })
  ours = estate.own
  const since = new Date('2026-11-02T10:00:00Z')
  const now = new Date('2026-11-20T10:00:00Z')
  const tags = (table: string, id: string, value: object) =>
    sql`update ${sql(table)} set tags = ${sql.json({ ...value })} where id = ${id}`
  const [tagged, other] = [
    await addInstance(estate, { bundle: 'wide', at: since }),
    await addInstance(estate, { bundle: 'small', at: since }),
  ]
  const volumeId = await addVolume(estate, { at: since })
  await createBudget(ours.as(), { ...budget, tag: 'service:dsi', monthlyEuros: 300 })
  const owner = ours.as('owner', now)
  const read = async () => {
    const [row] = await readBudgets(owner)
    return [BigInt(row?.spentCents ?? 0), BigInt(row?.committedCents ?? 0)] as const
  }
  const parts = (ids: string[]) =>
    withOrganisation(owner, async (tx, organisationId) => [
      (await monthToDateByTags(tx, organisationId, now, ['id']))
        .filter(({ tags: own }) => ids.includes(own.id ?? ''))
        .reduce((sum, { cents }) => sum + cents, 0n),
      (await committedByTags(tx, organisationId, now, ['id']))
        .filter(({ tags: own }) => ids.includes(own.id ?? ''))
        .reduce((sum, { cents }) => sum + cents, 0n),
    ])
  expect(await read()).toEqual([0n, 0n])
  await tags('instances', tagged, { id: 'a', service: 'dsi' })
  await tags('volumes', volumeId, { id: 'b', service: 'dsi' })
  await tags('instances', other, { id: 'c', service: 'rh' })
  const two = await parts(['a', 'b'])
  expect(two.every((cents) => cents > 10_000n)).toBe(true)
  expect(await read()).toEqual(two)
  // The project has the tag too: nothing is counted twice, and a resource's own value overrides it.
  await tags('projects', ours.projectId, { service: 'dsi' })
  expect(await read()).toEqual(two)
  await tags('instances', other, { id: 'c' })
  expect(await read()).toEqual(await parts(['a', 'b', 'c']))
  await tags('projects', ours.projectId, {})
  await alertBudgets(systemTestContext(now))
  expect((await readBudgets(owner))[0]?.reached).toEqual([50, 80])
})

test('a hard budget of a tag refuses more resources with that tag, and no others', async () => {
  const estate = await makeEstate(sql)
  ours = estate.own
  const volumeId = await addVolume(estate)
  await createBudget(ours.as(), { ...budget, tag: 'service:dsi', monthlyEuros: 1, isHard: true })
  const grow = () =>
    withOrganisation(ours.as(), async (tx, organisationId) => {
      const [volume] = await tx.execute<{ tags: Record<string, string> }>(`select tags from volumes`)
      const of = { organisationId, projectId: ours.projectId, moreCents: 1n, ownTags: volume?.tags ?? {} }
      await assertWithinSpending(tx, of, testNow)
    })
  await grow()
  await sql`update volumes set tags = '{"service": "dsi"}' where id = ${volumeId}`
  await expect(grow()).rejects.toMatchObject({ code: 'budget_exceeded', params: { orderCents: '1' } })
  await sql`update projects set tags = '{"service": "dsi"}' where id = ${ours.projectId}`
  await sql`update volumes set tags = '{"service": "rh"}' where id = ${volumeId}`
  await grow()
})

test('names are unique, and roles and organisations are separated', async () => {
  await fresh()
  const { id } = await createBudget(ours.as('billing'), budget)
  await expect(createBudget(ours.as(), budget)).rejects.toMatchObject({ code: 'name_taken', field: 'name' })
  await expect(
    createBudget(ours.as(), { ...budget, name: 'Deux', projectId: ours.projectId, tag: 'a:b' }),
  ).rejects.toMatchObject({ field: 'tag' })
  await expect(
    createBudget(ours.as(), { ...budget, name: 'Ailleurs', projectId: theirs.projectId }),
  ).rejects.toMatchObject({ code: 'not_found' })
  for (const role of ['technical', 'approver', 'reader', 'guest'] as const)
    await expect(createBudget(ours.as(role), { ...budget, name: role })).rejects.toMatchObject({
      code: 'forbidden',
    })
  await expect(endBudget(theirs.as(), { budgetId: id as Id<'budget'> })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await readBudgets(theirs.as())).toEqual([])
})
