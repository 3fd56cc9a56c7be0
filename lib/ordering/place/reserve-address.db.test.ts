import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineAddressBundle, definePrice } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { archiveProject, createProject } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  addAddressPool,
  attachAddress,
  detachAddress,
  getOverview,
  listAddresses,
  listAddressPools,
  releaseAddress,
  removeAddressPool,
} from '~/lib/resources'
import { committedMonthlyCents, monthToDateCents } from '~/lib/usage'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  decideOrder,
  getOrder,
  listOrders,
  placeOrder,
  readApprovals,
  removeSignatureRule,
  reserveAddress,
  withdrawOrder,
} from '../index'
import { makeCatalogue, serverOrder } from '../testing/order-world'
import type { Reserved } from './reserve-address'

const { sql } = useTestDatabase()
const capacity = staffTestContext(newId('staff'), ['capacity'])
/** 0.003 € an hour: 2.16 € a month. */
const microCentsPerHour = 300_000n
let zone: TestZone
let elsewhere: TestZone
let buyers: TestBuyer[]
let catalogue: Awaited<ReturnType<typeof makeCatalogue>>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  zone = await makeZone({ count: 2, vcpu: 50 })
  elsewhere = await makeZone({ count: 2, vcpu: 50 })
  catalogue = await makeCatalogue([zone, elsewhere])
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  buyers = await makeBuyers(sql, 6)
})

const buyer = (n: number) => buyers[n] as TestBuyer
const sell = async () => {
  const bundleId = await defineAddressBundle(seedContext(), {
    slug: 'ipv4-publique',
    name: 'Adresse IPv4 publique',
    position: 90,
  })
  await definePrice(seedContext(), {
    bundleId,
    meter: 'public_address',
    microCentsPerHour,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
}
/** The address, of an order that was delivered at once. */
function deliveredAddress(answer: Reserved) {
  if (answer.outcome !== 'reserved') throw new Error(answer.outcome)
  return answer
}
const reserve = async (who: TestBuyer, over: { key?: string; at?: Date; zoneId?: Id<'zone'> } = {}) =>
  deliveredAddress(
    await reserveAddress(who.as('owner', over.at), {
      idempotencyKey: over.key ?? randomUUID(),
      zoneId: over.zoneId ?? zone.zoneId,
    }),
  )
const used = async (who: TestBuyer) =>
  (
    await sql<{ used: number }[]>`select used from quotas
      where organisation_id = ${who.organisationId} and resource = 'public_addresses'`
  )[0]?.used
const intervals = (id: string) =>
  sql<{ startedAt: Date; endedAt: Date | null; price: string }[]>`
    select started_at as "startedAt", ended_at as "endedAt", micro_cents_per_hour::text as price from usage_intervals
    where resource_id = ${id} order by started_at`
async function serverOf(who: TestBuyer, where: TestZone): Promise<Id<'instance'>> {
  const name = `web-${randomUUID().slice(0, 8)}`
  await placeOrder(who.as(), serverOrder(where, catalogue, { name }))
  const [row] = await sql<{ id: Id<'instance'> }[]>`select id from instances where name = ${name}`
  if (!row) throw new Error('the server was ordered')
  return row.id
}

test('no address is sold without a price, nor given while the zone has no pool', async () => {
  await expect(reserve(buyer(0))).rejects.toMatchObject({ code: 'invalid_input', field: 'zoneId' })
  await sell()
  await expect(reserve(buyer(0))).rejects.toMatchObject({
    code: 'insufficient_capacity',
    params: { reason: 'no_public_address' },
  })
  expect(await used(buyer(0))).toBe(0)
  expect((await listOrders(buyer(0).as(), { page: 1 })).rows).toEqual([])
})

test('a pool is a range of public addresses that overlaps no other', async () => {
  const add = (range: string, at = zone) => addAddressPool(capacity, { zoneId: at.zoneId, range })
  await expect(add('10.0.0.0/24')).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'range',
    params: { reason: 'address_range_private' },
  })
  await add('203.0.113.0/29')
  await expect(add('203.0.113.4/30', elsewhere)).rejects.toMatchObject({
    code: 'already_exists',
    field: 'range',
  })
  const rivals = ['198.51.100.0/29', '198.51.100.0/28'].map((range) => add(range, elsewhere))
  const outcomes = await Promise.allSettled(rivals)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const auditor = staffTestContext(newId('staff'), ['auditor'])
  await expect(addAddressPool(auditor, { zoneId: zone.zoneId, range: '192.0.2.0/24' })).rejects.toMatchObject(
    { code: 'forbidden' },
  )
})

test('the six addresses of a pool go to six of thirty concurrent requests, each once', async () => {
  const asked = buyers.slice(1).flatMap((who) => Array.from({ length: 6 }, () => reserve(who)))
  const outcomes = await Promise.allSettled(asked)
  const given = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.address] : []))
  expect(given.sort()).toEqual([1, 2, 3, 4, 5, 6].map((last) => `203.0.113.${last}`))
  for (const each of outcomes)
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'insufficient_capacity' })
  const pages = await Promise.all(buyers.map((who) => listAddresses(who.as())))
  expect(pages.flatMap((page) => page.addresses)).toHaveLength(6)
  const counted = await Promise.all(buyers.map(used))
  expect(counted.reduce((sum: number, each) => sum + (each ?? 0), 0)).toBe(6)
  expect(pages[0]?.zones).toMatchObject([{ free: 0 }, {}])
  for (const [n, page] of pages.entries())
    for (const { id: addressId } of page.addresses) await releaseAddress(buyer(n).as(), { addressId })
})

test('a reserved address is metered from its first second to its last, and given once per key', async () => {
  const who = buyer(0)
  const key = randomUUID()
  const first = await reserve(who, { key, at: testNow })
  expect(await reserve(who, { key, at: testNow })).toEqual(first)
  const later = addSeconds(testNow, 7_200)
  await withOrganisation(who.as(), async (tx) => {
    expect(await committedMonthlyCents(tx, who.organisationId, testNow)).toBe(216n)
    expect(await monthToDateCents(tx, who.organisationId, later)).toBe(1n)
  })
  await releaseAddress(who.as('owner', later), { addressId: first.addressId })
  expect(await intervals(first.addressId)).toMatchObject([
    { startedAt: testNow, endedAt: later, price: '300000' },
  ])
  await expect(releaseAddress(who.as('owner', later), { addressId: first.addressId })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await used(who)).toBe(0)
  // The address released last is given again last.
  expect((await reserve(buyer(1))).address).not.toBe(first.address)
})

test('refused by quota or cap, a request leaves neither order nor address', async () => {
  const who = buyer(2)
  await sql`update quotas set "limit" = 1 where organisation_id = ${who.organisationId} and resource = 'public_addresses'`
  const outcomes = await Promise.allSettled([reserve(who), reserve(who), reserve(who)])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(reserve(who)).rejects.toMatchObject({ code: 'quota_exceeded', params: { limit: '1' } })
  const before = await listOrders(buyer(3).as(), { page: 1 })
  await sql`update organisations set spending_cap_cents = 200 where id = ${buyer(3).organisationId}`
  await expect(reserve(buyer(3))).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
  expect(await listOrders(buyer(3).as(), { page: 1 })).toEqual(before)
  expect((await listAddresses(buyer(3).as())).addresses).toEqual([])
})

test('an address points to one server of its zone, and can be released only while it points to none', async () => {
  const who = buyer(4)
  const { addressId } = await reserve(who)
  const [here, too, there] = [
    await serverOf(who, zone),
    await serverOf(who, zone),
    await serverOf(who, elsewhere),
  ]
  const refused = (reason: string) => ({ code: 'state_forbids', params: { reason } })
  await expect(attachAddress(who.as(), { addressId, instanceId: there })).rejects.toMatchObject(
    refused('address_other_zone'),
  )
  await attachAddress(who.as(), { addressId, instanceId: here })
  await attachAddress(who.as(), { addressId, instanceId: here })
  await expect(attachAddress(who.as(), { addressId, instanceId: too })).rejects.toMatchObject(
    refused('address_attached'),
  )
  await expect(releaseAddress(who.as(), { addressId })).rejects.toMatchObject(refused('address_attached'))
  const [pool] = await listAddressPools(capacity, { zoneId: zone.zoneId })
  const [held] = await sql<{ n: number }[]>`
    select count(*)::int as n from public_addresses where zone_id = ${zone.zoneId} and released_at is null`
  expect(pool).toMatchObject({ range: '203.0.113.0/29', total: 6, reserved: held?.n, attached: 1 })
  const [view] = (await listAddresses(who.as())).addresses
  expect(view).toMatchObject({ server: { id: here }, isApplied: false })
  await detachAddress(who.as(), { addressId })
  // Its hypervisor is not updated yet: the address must not go to another organisation before.
  await releaseAddress(who.as(), { addressId })
  const again = await reserve(who)
  expect(again.address).not.toBe(view?.address)
  await releaseAddress(who.as(), { addressId: again.addressId })
})

test('other organisations cannot see, move or release an address, and a reader changes nothing', async () => {
  const who = buyer(5)
  const { addressId } = await reserve(who)
  const stranger = buyer(4).as()
  const instanceId = await serverOf(buyer(4), zone)
  await expect(attachAddress(stranger, { addressId, instanceId })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(releaseAddress(stranger, { addressId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(attachAddress(who.as(), { addressId, instanceId })).rejects.toMatchObject({
    code: 'not_found',
  })
  const reader = who.as('reader')
  const forbidden = { code: 'forbidden' }
  await expect(attachAddress(reader, { addressId, instanceId })).rejects.toMatchObject(forbidden)
  await expect(detachAddress(reader, { addressId })).rejects.toMatchObject(forbidden)
  await expect(releaseAddress(reader, { addressId })).rejects.toMatchObject(forbidden)
  await expect(
    reserveAddress(reader, { idempotencyKey: randomUUID(), zoneId: zone.zoneId }),
  ).rejects.toMatchObject(forbidden)
  expect((await listAddresses(reader)).addresses).toHaveLength(1)
})

test('a project can be archived only after its addresses are released', async () => {
  const who = buyer(4)
  const { zoneId } = elsewhere
  await addAddressPool(capacity, { zoneId, range: '198.51.100.16/29' })
  const { id: projectId } = await createProject(who.as(), { name: 'Vitrine', sharePercent: '50' })
  const { addressId } = deliveredAddress(
    await reserveAddress(who.as(), { idempotencyKey: randomUUID(), zoneId, projectId }),
  )
  await expect(archiveProject(who.as(), { projectId })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'project_holds', count: '1' },
  })
  await releaseAddress(who.as(), { addressId })
  await archiveProject(who.as(), { projectId })
})

test('a removed pool gives no more addresses, and its given ones remain', async () => {
  const [pool] = await sql<{ id: Id<'addressPool'> }[]>`
    select id from address_pools where zone_id = ${zone.zoneId} and removed_at is null`
  if (!pool) throw new Error('the zone has a pool')
  await removeAddressPool(capacity, { poolId: pool.id })
  await expect(removeAddressPool(capacity, { poolId: pool.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(reserve(buyer(0))).rejects.toMatchObject({ code: 'insufficient_capacity' })
  expect((await listAddresses(buyer(5).as())).addresses).toHaveLength(1)
})

test('an address that needs an approval waits like any order, and is given afterwards', async () => {
  const who = buyer(5)
  const { zoneId } = elsewhere
  await addAddressPool(capacity, { zoneId, range: '198.51.100.32/29' })
  const approver = (await addMember(sql, who, 'approver')).as()
  await addSignatureRule(who.as(), { from: 1n, approvals: 1 })
  const key = randomUUID()
  const ask = () => reserveAddress(who.as(), { idempotencyKey: key, zoneId })
  const held = await ask()
  if (held.outcome !== 'held') throw new Error(held.outcome)
  expect(await ask()).toEqual(held)
  const count = async () =>
    (
      await sql`select count(*)::int as n from public_addresses a join order_lines l on l.id = a.order_line_id where l.order_id = ${held.orderId}`
    )[0]?.n
  expect(await count()).toBe(0)
  const { hold, monthlyCents } = await getOrder(approver, { id: held.orderId })
  expect(hold).toMatchObject({ reasons: ['approval'], mayDecide: true })
  expect(BigInt(monthlyCents)).toBeGreaterThan(0n)
  await decideOrder(approver, {
    orderId: held.orderId,
    contentHash: hold?.contentHash ?? '',
    decision: 'approved',
    reason: '',
  })
  expect(await count()).toBe(1)
  expect((await getOrder(approver, { id: held.orderId })).state).toBe('delivered')
  const refused = await reserveAddress(who.as(), { idempotencyKey: randomUUID(), zoneId })
  if (refused.outcome !== 'held') throw new Error(refused.outcome)
  await withdrawOrder(who.as(), { id: refused.orderId })
  expect((await getOrder(approver, { id: refused.orderId })).state).toBe('withdrawn')
})

test('a rule for addresses holds a reservation and no server; a rule for servers holds no reservation', async () => {
  const who = await makeBuyer(sql)
  const { zoneId } = elsewhere
  await addSignatureRule(who.as(), { from: 0n, kind: 'compute', approvals: 1 })
  const ask = () => reserveAddress(who.as(), { idempotencyKey: randomUUID(), zoneId })
  expect((await ask()).outcome).toBe('reserved')
  const order = () =>
    placeOrder(who.as(), serverOrder(elsewhere, catalogue, { name: `web-${randomUUID().slice(0, 8)}` }))
  expect((await order()).outcome).toBe('held')
  const [rule] = (await readApprovals(who.as())).rules
  await removeSignatureRule(who.as(), { ruleId: rule?.id as Id<'signatureRule'> })
  await addSignatureRule(who.as(), { from: 0n, kind: 'address', approvals: 2 })
  const held = await ask()
  if (held.outcome !== 'held') throw new Error(held.outcome)
  expect((await getOrder(who.as(), { id: held.orderId })).hold).toMatchObject({
    reasons: ['approval'],
    approvalsNeeded: 2,
  })
  expect((await order()).outcome).toBe('accepted')
  // The presets reorder servers; addresses have a page of their own.
  const { presets } = await getOverview(who.as())
  expect(presets).toMatchObject([{ bundleId: catalogue.server }])
})
