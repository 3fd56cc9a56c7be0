import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { callAction } from '../support/call-action'
import { sql } from '../support/database'
import { seedNames } from '../support/estate'
import { cookieOf, openSessionOf } from '../support/session'
import { makeOrganisation } from '../support/world'

const atOnce = 100

async function orderOf(organisation: TestBuyer, idempotencyKey: string, name: string) {
  const names = await seedNames()
  return {
    organisationId: organisation.organisationId,
    idempotencyKey,
    lines: [
      {
        bundleId: names.bundles.get('essai'),
        zoneId: names.zones.get('PAR1'),
        imageId: names.images.get('debian-13'),
        sshKeyIds: [],
        name,
        quantity: 1,
      },
    ],
  }
}

const callOf = async ({ owner }: TestBuyer) => ({ cookie: cookieOf('portal', await openSessionOf(owner)) })

async function countOrders({ organisationId }: TestBuyer): Promise<number> {
  const [row] = await sql`select count(*)::int as count from orders where organisation_id = ${organisationId}`
  return row?.count
}

test('one key is one order, however often and by any member it is sent', async () => {
  const [buyer, neighbour] = [await makeOrganisation(), await makeOrganisation()]
  const key = randomUUID()
  const order = await orderOf(buyer, key, 'une-fois')
  const call = await callOf(buyer)
  const answers = await Promise.all(
    Array.from({ length: atOnce }, () => callAction('placeOrderAction', order, call)),
  )
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  // Requests that arrive during the first wait for its response.
  expect([...new Set(answers.map(({ code }) => code))]).toEqual(['ok'])
  const first = await callAction('placeOrderAction', order, call)
  expect(first.result).toMatchObject({ ok: true, data: { outcome: 'accepted' } })
  for (const { result } of answers) expect(result).toEqual(first.result)
  expect(await countOrders(buyer)).toBe(1)

  const changed = await orderOf(buyer, key, 'autre-chose')
  expect((await callAction('placeOrderAction', changed, call)).code).toBe('idempotency_key_reused')
  expect(await countOrders(buyer)).toBe(1)

  const same = await orderOf(neighbour, key, 'une-fois')
  const others = await callAction('placeOrderAction', same, await callOf(neighbour))
  expect(others.result).toMatchObject({ ok: true, data: { outcome: 'accepted' } })
  expect(others.result).not.toEqual(first.result)
  expect([await countOrders(buyer), await countOrders(neighbour)]).toEqual([1, 1])
})
