import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listQuarantine } from '~/lib/hypervisors'
import { instanceSpec, soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow, toSecond } from '~/lib/kernel/time/clock'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { carryOutAdoption, listAdoptions } from '../index'
import { openAdoptionWorld } from '../testing/adoption-world'
import { agreeAdoptions } from '../testing/agree-adoptions'

const database = useTestDatabase()
const { sql } = database
const hour = 3_600
let opened: Awaited<ReturnType<typeof openAdoptionWorld>>
let world: SagaWorld
let people: Id<'staff'>[]
let hostName: string
let zone: typeof opened.zone
let offer: { bundleId: Id<'bundle'>; priceId: string }
let clock = 0

beforeAll(async () => {
  opened = await openAdoptionWorld(database.current, sql)
  ;({ world, zone } = opened)
  hostName = opened.hosts[0] ?? ''
  people = [(await makeStaff(sql, ['capacity'])).staffId, (await makeStaff(sql, ['capacity'])).staffId]
  offer = await world.addressOffer()
  await sql`insert into address_pools (id, zone_id, range, created_at)
    values (${newId('addressPool')}, ${zone.id}, '203.0.113.0/26', now())`
})
afterAll(() => world?.close())

const now = () => addSeconds(systemNow(), clock)
const worker = () => systemTestContext(now())
const staff = (index = 0) => staffTestContext(people[index] as Id<'staff'>, ['capacity'], now())
async function compare(): Promise<void> {
  clock += 60
  await opened.compare(worker())
}
/** A running server of the datacentre without a row, made so many seconds ago. */
async function orphan(ageSeconds = 2 * hour): Promise<string> {
  const { organisationId } = world.estate.own
  const size = { vcpu: 2, memoryMib: 4096, rootDiskGib: 50 }
  const spec = instanceSpec('debian/13', { zoneCode: zone.code, organisationId, hostName, ...size })
  await world.simulator.createInstance(spec, soon())
  await world.simulator.startInstance(spec.resourceId, soon())
  await sql`update simulator.instances set created_at = ${addSeconds(now(), -ageSeconds)} where resource_id = ${spec.resourceId}`
  return spec.resourceId
}
/** An address that leads to this server and was reserved so many seconds ago. */
async function lead(instanceId: string, address: string, ageSeconds = hour): Promise<Id<'publicAddress'>> {
  const addressId = newId('publicAddress', addSeconds(now(), -ageSeconds).getTime())
  const { organisationId } = world.estate.own
  await world.simulator.directAddress({ addressId, organisationId, address, instanceId }, soon())
  return addressId
}
/** Requests the adoption of these objects and carries it out, in this order and once more. */
async function adoptAll(subjects: readonly string[]) {
  const listed = await listQuarantine(staff())
  const ids = subjects.flatMap((each) => listed.find(({ subject }) => subject === each)?.id ?? [])
  await agreeAdoptions([staff(), staff(1)], ids)
  for (const _round of [1, 2])
    for (const of of ids)
      for (const { id } of await sql<{ id: Id<'adoption'> }[]>`
        select id from adoptions where quarantine_id = ${of} and state = 'waiting'`)
        await carryOutAdoption(worker(), id)
  const last = await listAdoptions(staff(), ids)
  return ids.map((id) => last[id]?.refusal ?? last[id]?.state)
}
const usageOf = (id: string) => sql<{ at: Date; priceId: string }[]>`
  select started_at as at, price_version_id as "priceId" from usage_intervals
  where resource_id = ${id} and meter = 'public_address' and ended_at is null`
const firstSecond = async (id: string) =>
  (
    await sql<
      { at: Date }[]
    >`select date_trunc('second', created_at) as at from simulator.instances where resource_id = ${id}`
  )[0]?.at
const expectSound = async () => {
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
}
const quotaUsed = async () =>
  (
    await sql<{ used: number }[]>`select used::int from quotas where resource = 'public_addresses'
    and project_id = ${world.estate.own.projectId}`
  )[0]?.used ?? 0

test('an address follows its server, is billed from its reservation, and is written nowhere before a comparison confirmed it', async () => {
  const server = await orphan()
  const id = await lead(server, '203.0.113.1', hour)
  await compare()
  expect(await adoptAll([id])).toEqual(['server_first'])
  const used = await quotaUsed()
  const reservedAt = toSecond(addSeconds(now(), -hour - 60))
  expect(await adoptAll([id, server])).toEqual(['done', 'done'])
  const [usage] = await usageOf(id)
  expect(usage?.priceId).toBe(offer.priceId)
  expect(Math.abs((usage?.at.getTime() ?? 0) - reservedAt.getTime())).toBeLessThan(60_000)
  expect(await quotaUsed()).toBe(used + 1)
  const [row] =
    await sql`select address, instance_id as server, unverified from public_addresses where id = ${id}`
  expect(row).toEqual({ address: '203.0.113.1', server, unverified: true })
  await compare()
  expect(await sql`select unverified from public_addresses where id = ${id}`).toEqual([{ unverified: false }])
  expect(
    (await world.simulator.surveyAddresses(zone.code, soon())).map(({ addressId }) => addressId),
  ).toEqual([id])
  await expectSound()
})

test('an address that was ordered with its server is billed from the server’s first second', async () => {
  const server = await orphan(hour)
  const id = await lead(server, '203.0.113.2', hour + 30)
  await compare()
  expect(await adoptAll([server, id])).toEqual(['done', 'done'])
  expect(await usageOf(id)).toMatchObject([{ at: await firstSecond(server) }])
  await expectSound()
})

test('an address of no pool, of another customer, or that leads to no known server is refused and leaves no row', async () => {
  const server = await orphan()
  const [outside, nowhere] = [await lead(server, '198.51.100.9'), await lead(await orphan(), '203.0.113.3')]
  await compare()
  await sql`update address_pools set removed_at = null`
  const orders = async () => (await sql`select 1 from orders`).length
  const before = await orders()
  expect(await adoptAll([nowhere])).toEqual(['server_first'])
  expect(await adoptAll([server, outside])).toEqual(['done', 'pool_unknown'])
  const taken = await lead(server, '203.0.113.4')
  await compare()
  await sql`insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, reserved_at, released_at, unverified)
    select ${newId('publicAddress')}, organisation_id, project_id, zone_id, pool_id, '203.0.113.4', bundle_id, order_line_id, now(), null, false
    from public_addresses limit 1`
  expect(await adoptAll([taken])).toEqual(['address_taken'])
  await sql`delete from public_addresses where address = '203.0.113.4'`
  expect(await orders()).toBe(before + 1)
  expect(await sql`select 1 from public_addresses where id in (${outside}, ${nowhere}, ${taken})`).toEqual([])
  await expectSound()
})

test('random addresses: each of a known server is reserved once, from the later of reservation and server', async () => {
  const random = lcg(11)
  const planned: { id: string; server: string; isKnown: boolean }[] = []
  const subjects: string[] = []
  for (let at = 0; at < 12; at += 1) {
    const server = await orphan(Math.floor(random() * 30 * 86_400))
    const isKnown = random() < 0.7
    if (isKnown) subjects.push(server)
    const id = await lead(server, `203.0.113.${20 + at}`, Math.floor(random() * 30 * 86_400))
    subjects.push(id)
    planned.push({ id, server, isKnown })
  }
  await compare()
  const used = await quotaUsed()
  await adoptAll(subjects.sort(() => random() - 0.5))
  for (const { id, server, isKnown } of planned) {
    // The oracle reads the time out of the id by itself: ten digits of base 32.
    const digits = '0123456789abcdefghjkmnpqrstvwxyz'
    const millis = [...id.slice(4, 14)].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n)
    const reservedAt = toSecond(new Date(Number(millis)))
    const made = await firstSecond(server)
    const expected = made && made > reservedAt ? made : reservedAt
    expect(await usageOf(id)).toEqual(isKnown ? [{ at: expected, priceId: offer.priceId }] : [])
  }
  expect(await quotaUsed()).toBe(used + planned.filter(({ isKnown }) => isKnown).length)
  await expectSound()
})

function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
