import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { hasUserData, readUserData } from '~/lib/resources'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { checkUserData, placeOrder } from '../index'
import { placeOrderInput } from '../schema'
import { serverOrder } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'
import { userDataBytesMax } from '../user-data/user-data-form'

const userData = '#cloud-config\r\nruncmd:\r\n  - [echo, "é 🚀"]  \r\n\r\n'

describe('user data of an order', () => {
  const world = useOrderWorld(useTestDatabase(), { count: 4, vcpu: 50 })
  const { sql } = world
  let buyer: TestBuyer
  let named = 0
  const nextName = () => {
    named += 10
    return `ud-${named}`
  }
  const order = (over: Parameters<typeof serverOrder>[2], ctx = buyer.as()) =>
    placeOrder(
      ctx,
      placeOrderInput.parse(serverOrder(world.zone, world.catalogue, { name: nextName(), ...over })),
    )
  const carries = (has: boolean) =>
    sql`update images set has_cloud_init = ${has} where id = ${world.catalogue.imageId}`
  const serversOf = async (outcome: Awaited<ReturnType<typeof order>>) => {
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const rows = await sql<{ id: Id<'instance'> }[]>`
      select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${outcome.orderId}`
    return rows.map(({ id }) => id)
  }

  beforeAll(async () => {
    buyer = await makeBuyer(sql)
    await carries(true)
  })

  test('reaches every server of its line byte for byte, and is written down in one place only', async () => {
    const servers = await serversOf(await order({ userData, quantity: 2 }))
    expect(servers).toHaveLength(2)
    for (const id of servers) {
      const spec = await withSystem(seedContext(), (tx) => readInstanceSpec(tx, id, new Date()))
      expect(spec.userData).toBe(userData)
    }
    const [elsewhere] = await sql`
      select (select count(*)::int from audit_events where details::text like '%runcmd%') as audited,
        (select count(*)::int from idempotency_keys where response::text like '%runcmd%') as answered,
        (select count(*)::int from sagas where input::text like '%runcmd%') as sagas,
        (select count(*)::int from order_line_user_data where content like '%runcmd%') as kept`
    expect(elsewhere).toEqual({ audited: 0, answered: 0, sagas: 0, kept: 1 })
  })

  test('is read only by those who may operate the server', async () => {
    const [instanceId] = (await serversOf(await order({ userData }))) as [Id<'instance'>]
    const technical = await addMember(sql, buyer, 'technical')
    expect(await readUserData(technical.as(), { instanceId })).toEqual({ userData })
    expect(await hasUserData(technical.as(), { instanceId })).toBe(true)
    const reader = await addMember(sql, buyer, 'reader')
    await expect(readUserData(reader.as(), { instanceId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await hasUserData(reader.as(), { instanceId })).toBe(false)
    const other = await makeBuyer(sql)
    await expect(readUserData(other.as(), { instanceId })).rejects.toMatchObject({ code: 'not_found' })
    const [plain] = (await serversOf(await order({}))) as [Id<'instance'>]
    await expect(readUserData(buyer.as(), { instanceId: plain })).rejects.toMatchObject({ code: 'not_found' })
    expect(await hasUserData(buyer.as(), { instanceId: plain })).toBe(false)
  })

  test('belongs to the content of the key: another text under it is refused', async () => {
    const first = serverOrder(world.zone, world.catalogue, { name: 'ud-key', userData })
    const [line] = first.lines
    const again = { ...first, lines: [{ ...line, userData: `${userData} ` } as (typeof first.lines)[number]] }
    const outcome = await placeOrder(buyer.as(), first)
    expect(await placeOrder(buyer.as(), first)).toEqual(outcome)
    await expect(placeOrder(buyer.as(), again)).rejects.toMatchObject({ code: 'idempotency_key_reused' })
  })

  test.each([
    ['packages: [nginx]', { reason: 'user_data_head' }],
    [`#!${'é'.repeat(userDataBytesMax / 2)}`, { reason: 'user_data_too_long' }],
    ['#cloud-config\na: b: c\n', { reason: 'user_data_yaml', line: '2', column: '4' }],
  ])('is refused at its field before anything is ordered (%#)', async (text, params) => {
    const count = async () => (await sql`select count(*)::int as n from orders`)[0]?.n
    const before = await count()
    await expect(order({ userData: text })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'lines.0.userData',
      params,
    })
    expect(await count()).toBe(before)
  })

  test('is checked for members who may order, before they do', async () => {
    const text = '#cloud-config\npackage: [nginx]\n'
    expect(await checkUserData(buyer.as(), { text })).toEqual({
      fault: null,
      warnings: [{ kind: 'unknown_key', key: 'package', near: 'packages', line: 2, column: 1 }],
    })
    expect(await checkUserData(buyer.as(), { text: '#cloud-config\na: b: c\n' })).toEqual({
      fault: { reason: 'user_data_yaml', line: 2, column: 4 },
      warnings: [],
    })
    const reader = await addMember(sql, buyer, 'reader')
    await expect(checkUserData(reader.as(), { text })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('is read for an organisation at a bounded rate, by size; an order reads one text once', async () => {
    const text = `#!/bin/sh\n${'#'.repeat(40_000)}`
    const full = `#!/bin/sh\n${'#'.repeat(60_000)}`
    process.env.RATE_LIMIT_FACTOR = '1'
    try {
      await sql`delete from rate_limits`
      const most = { code: 'rate_limited' }
      // Ten units each, of 320.
      for (let count = 0; count < 32; count += 1) await checkUserData(buyer.as(), { text })
      await expect(checkUserData(buyer.as(), { text: '#!a' })).rejects.toMatchObject(most)
      await expect(order({ userData: '#!a' })).rejects.toMatchObject(most)
      await sql`delete from rate_limits`
      const lines = Array.from({ length: 30 }, () => {
        const [line] = serverOrder(world.zone, world.catalogue, { name: nextName(), userData: full }).lines
        return line
      })
      const many = { ...serverOrder(world.zone, world.catalogue, {}), lines }
      expect(await placeOrder(buyer.as(), placeOrderInput.parse(many))).toMatchObject({ outcome: 'accepted' })
      await checkUserData(buyer.as(), { text })
    } finally {
      process.env.RATE_LIMIT_FACTOR = '1000000'
    }
  })

  test('needs a server whose image carries cloud-init', async () => {
    const refused = (reason: string) => ({
      code: 'invalid_input',
      field: 'lines.0.userData',
      params: { reason },
    })
    const disk = { bundleId: world.catalogue.disk, imageId: undefined, userData }
    await expect(order(disk)).rejects.toMatchObject(refused('storage_has_no_user_data'))
    await carries(false)
    await expect(order({ userData })).rejects.toMatchObject(refused('image_without_cloud_init'))
    expect(await order({})).toMatchObject({ outcome: 'accepted' })
    await carries(true)
  })
})
