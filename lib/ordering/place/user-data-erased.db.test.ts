import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { hasUserData } from '~/lib/resources'
import type { InstanceState } from '~/lib/resources/client'
import { changeInstanceState } from '~/lib/resources/common/change-state'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  decideOrder,
  getOrder,
  placeOrder,
  readLinesLike,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { serverOrder } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

const userData = '#!/bin/sh\necho é\n'

describe('user data is erased', () => {
  const database = useTestDatabase()
  const world = useOrderWorld(database, { count: 4, vcpu: 50 })
  const { sql } = world
  let buyer: TestBuyer
  let named = 0

  async function order(quantity = 1, by = buyer) {
    named += 10
    const input = serverOrder(world.zone, world.catalogue, { name: `ude-${named}`, quantity, userData })
    const outcome = await placeOrder(by.as(), input)
    if (!('orderId' in outcome)) throw new Error(outcome.outcome)
    const { orderId } = outcome
    const servers = await sql<{ id: Id<'instance'> }[]>`
      select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${orderId} order by i.id`
    return { orderId, servers: servers.map(({ id }) => id) }
  }
  const isKept = async (orderId: Id<'order'>) => {
    const rows = await sql`
      select 1 from order_line_user_data d join order_lines l on l.id = d.order_line_id where l.order_id = ${orderId}`
    return rows.length > 0
  }
  const become = (id: Id<'instance'>, from: InstanceState, to: InstanceState) =>
    withSystem(systemTestContext(), (tx) =>
      changeInstanceState(tx, systemTestContext(), id, { from: [from], to, effectiveAt: testNow }),
    )
  const violations = async () =>
    (await checkInvariants(sql)).filter(({ name }) => name === 'user_data_kept').flatMap(({ rows }) => rows)

  beforeAll(async () => {
    await sql`update images set has_cloud_init = true where id = ${world.catalogue.imageId}`
    buyer = await makeBuyer(sql)
  })

  test('with the last server of its line; a failed one may still be created again', async () => {
    const { orderId, servers } = await order(2)
    const [first, second] = servers as [Id<'instance'>, Id<'instance'>]
    await become(first, 'creating', 'failed')
    await become(second, 'creating', 'failed')
    await become(second, 'failed', 'purged')
    expect(await isKept(orderId)).toBe(true)
    expect(await readLinesLike(buyer.as(), { from: orderId })).toMatchObject([{ userData, lacks: [] }])
    expect(await violations()).toEqual([])
    await become(first, 'failed', 'purged')
    expect(await isKept(orderId)).toBe(false)
    expect(await hasUserData(buyer.as(), { instanceId: first })).toBe(false)
    const [again] = await readLinesLike(buyer.as(), { from: orderId })
    expect(again).toMatchObject({ lacks: ['userData'] })
    expect(again).not.toHaveProperty('userData')
    expect(await readLinesLike(buyer.as(), { from: first })).toMatchObject([{ lacks: ['userData'] }])
    expect(await violations()).toEqual([])
  })

  test('also when the last two servers of a line are erased at the same moment', async () => {
    const { orderId, servers } = await order(2)
    for (const id of servers) await become(id, 'creating', 'running')
    const [one, other] = [await sql.reserve(), await sql.reserve()]
    const purge = (own: typeof one, id: string | undefined) =>
      own`update instances set state = 'purged' where id = ${id ?? ''}`
    await one`begin`
    await other`begin`
    await purge(one, servers[0])
    const [backend] = await other`select pg_backend_pid() as pid`
    const second = purge(other, servers[1]).execute()
    await expect
      .poll(async () => {
        const [row] =
          await sql`select wait_event_type as waits from pg_stat_activity where pid = ${backend?.pid}`
        return row?.waits
      })
      .toBe('Lock')
    await one`commit`
    await second
    await other`commit`
    one.release()
    other.release()
    expect(await isKept(orderId)).toBe(false)
  })

  test('with an order that is refused, withdrawn or expired, by whichever side ends it', async () => {
    const careful = await makeBuyer(sql)
    const approver = await addMember(sql, careful, 'approver')
    await addSignatureRule(careful.as(), { from: 1n, approvals: 1 })
    const [refused, withdrawn, expired] = [
      await order(1, careful),
      await order(1, careful),
      await order(1, careful),
    ]
    for (const { orderId, servers } of [refused, withdrawn, expired]) {
      expect(servers).toEqual([])
      expect(await isKept(orderId)).toBe(true)
    }
    const { hold } = await getOrder(approver.as(), { id: refused.orderId })
    await decideOrder(approver.as(), {
      orderId: refused.orderId,
      contentHash: hold?.contentHash ?? '',
      decision: 'refused',
      reason: 'no budget',
    })
    await withdrawOrder(careful.as(), { id: withdrawn.orderId })
    expect(await isKept(refused.orderId)).toBe(false)
    expect(await isKept(withdrawn.orderId)).toBe(false)
    expect(await isKept(expired.orderId)).toBe(true)
    await sweepHolds(systemTestContext(addSeconds(testNow, 30 * 86_400)))
    expect(await isKept(expired.orderId)).toBe(false)
    expect(await violations()).toEqual([])
  })

  test('and the invariants find a text that stayed or that is missing', async () => {
    const { orderId } = await order()
    await sql`update order_lines set has_user_data = false where order_id = ${orderId}`
    expect(await violations()).toMatchObject([{ has_user_data: false, exists: true }])
    await sql`update order_lines set has_user_data = true where order_id = ${orderId}`
    await sql`delete from order_line_user_data where order_line_id in (select id from order_lines where order_id = ${orderId})`
    expect(await violations()).toMatchObject([{ has_user_data: true, is_needed: true, exists: false }])
  })
})
