import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { getOrder, listOrders, placeOrder, refreshOrderLine } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

describe('updating the state of an order', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let catalogue: TestCatalogue
  let buyer: TestBuyer
  let orderId: Id<'order'>
  let orderLineId: Id<'orderLine'>

  beforeAll(async () => {
    process.env.PORTAL_URL = 'https://portail.example.test'
    zone = await makeZone({ count: 4, vcpu: 50 })
    catalogue = await makeCatalogue([zone])
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  })

  beforeEach(async () => {
    buyer = await makeBuyer(sql)
    const outcome = await placeOrder(buyer.as(), serverOrder(zone, catalogue, { quantity: 2 }))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    orderId = outcome.orderId
    const [line] = await sql`select id from order_lines where order_id = ${orderId}`
    orderLineId = line?.id
  })

  const refresh = () =>
    refreshOrderLine(systemTestContext(), { organisationId: buyer.organisationId, orderLineId })
  const become = (name: string, state: string, failure: string | null = null) =>
    sql`update instances set state = ${state}, failure_text = ${failure}, failure_code = ${failure && 'boot_failed'} where organisation_id = ${buyer.organisationId} and name = ${name}`
  const readNotifications = async () => ({
    mails: (
      await sql`select template from mail_messages where recipient = ${`${buyer.accountId}@example.test`}`
    ).map((row) => row.template),
    notices: (await sql`select kind from notices where organisation_id = ${buyer.organisationId}`).map(
      (row) => row.kind,
    ),
    audited: (
      await sql`select details->>'to' as state from audit_events where subject_id = ${orderId} and event = 'order.settled'`
    ).map((row) => row.state),
  })
  const states = async () =>
    (
      await sql`select o.state as order_state, l.state as line_state, o.finished_at is not null as finished, l.failure_text
      from orders o join order_lines l on l.order_id = o.id where o.id = ${orderId}`
    )[0]

  test('an order with resources still being created is in progress and sends no notification', async () => {
    await become('web', 'running')
    expect(await refresh()).toBe('in_progress')
    expect(await states()).toMatchObject({
      order_state: 'in_progress',
      line_state: 'in_progress',
      finished: false,
    })
    expect(await readNotifications()).toEqual({ mails: [], notices: [], audited: [] })
  })

  test('an order with all resources created is delivered: audited, mailed and noticed once, however often the job runs', async () => {
    await become('web', 'running')
    await become('web-2', 'running')
    await Promise.all([refresh(), refresh(), refresh()])
    expect(await states()).toMatchObject({
      order_state: 'delivered',
      line_state: 'delivered',
      finished: true,
    })
    expect(await readNotifications()).toEqual({
      mails: ['order-delivered'],
      notices: ['order_delivered'],
      audited: ['delivered'],
    })
  })

  test('a failure is notified without hypervisor messages, and so is a successful retry', async () => {
    await become('web', 'running')
    await become('web-2', 'failed', 'kernel panic: no init')
    expect(await refresh()).toBe('partly_failed')
    expect(await states()).toMatchObject({
      line_state: 'partly_failed',
      failure_text: 'kernel panic: no init',
    })
    const [mail] =
      await sql`select text_body from mail_messages where template = 'order-failed' order by created_at desc limit 1`
    expect(mail?.text_body).toContain('web-2')
    expect(mail?.text_body).not.toContain('kernel panic')
    expect(JSON.stringify(await getOrder(buyer.as(), { id: orderId }))).not.toContain('kernel panic')

    await become('web-2', 'creating')
    expect((await getOrder(buyer.as(), { id: orderId })).state).toBe('in_progress')
    expect((await listOrders(buyer.as())).rows[0]?.state).toBe('in_progress')
    await become('web-2', 'running')
    expect(await refresh()).toBe('delivered')
    expect(await readNotifications()).toEqual({
      mails: ['order-failed', 'order-delivered'],
      notices: ['order_failed', 'order_delivered'],
      audited: ['partly_failed', 'delivered'],
    })
  })

  test('the order page lists every resource with its steps and host', async () => {
    const order = await getOrder(buyer.as(), { id: orderId })
    expect(order).toMatchObject({ state: 'in_progress', monthlyCents: '7056', placedBy: 'Camille Test' })
    expect(order.lines[0]?.resources.map((resource) => resource.name)).toEqual(['web', 'web-2'])
    expect(order.lines[0]?.resources[0]).toMatchObject({
      kind: 'instance',
      state: 'creating',
      saga: { kind: 'create_instance', state: 'running' },
      placement: { city: 'Lille', room: 'A1', rack: '01' },
    })
    expect(order.lines[0]?.readyMilliseconds).toBeNull()
  })

  test('another organisation finds no such order, and its worker does not update it', async () => {
    const stranger = await makeBuyer(sql)
    await expect(getOrder(stranger.as(), { id: orderId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(getOrder(stranger.as(), { id: 'ord_x' })).rejects.toMatchObject({ code: 'not_found' })
    const wrong = { organisationId: stranger.organisationId, orderLineId }
    expect(await refreshOrderLine(systemTestContext(), wrong)).toBeNull()
  })

  test('the delivery time is the median of the measured ones, once there are enough', async () => {
    const seconds = [4, 6, 40]
    for (const [index, duration] of seconds.entries()) {
      const outcome = await placeOrder(
        buyer.as(),
        serverOrder(zone, catalogue, { name: `timed-${'abc'[index]}` }),
      )
      if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
      await sql`update sagas set state = 'succeeded', finished_at = created_at + make_interval(secs => ${duration})
        where resource_id = (select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${outcome.orderId})`
      const { lines } = await getOrder(buyer.as(), { id: orderId })
      expect(lines[0]?.readyMilliseconds).toBe(index < 2 ? null : 6_000)
    }
  })
})
