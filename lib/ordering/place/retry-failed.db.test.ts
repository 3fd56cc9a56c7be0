import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { amendPurchaseOrder, createPurchaseOrder, retryProvisioning, retryVolume } from '../index'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf } = rowProbe(database)
let estate: Estate

beforeEach(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 512 }, poolGib: 100_000 })
})

const own = () => estate.own.as('technical')
const days = { startsOn: '2026-11-01', endsOn: '2026-12-24' }
const over = {
  code: 'invalid_input',
  params: { reason: 'purchase_order_over', number: 'BC-9' },
}

/**
 * Marks resources as failed the way their sagas do, under a purchase order with this ceiling; each line costs
 * 9.50 € a month.
 */
async function failUnder(ceiling: bigint, ids: (Id<'volume'> | Id<'instance'>)[]) {
  const owner = estate.own.as('owner')
  const { purchaseOrderId } = await createPurchaseOrder(owner, { number: 'BC-9', ceiling, ...days })
  await query(
    `update order_lines set state = 'failed', micro_cents_per_hour = 1319444, cost_references = '{"purchaseOrderNumber": "BC-9"}' where organisation_id = $1`,
    estate.own.organisationId,
  )
  // A volume without a server.
  await query(
    'update order_lines set image_id = null where id in (select order_line_id from volumes where organisation_id = $1)',
    estate.own.organisationId,
  )
  for (const id of ids) await query("select app.end_allocation($1, 'voided', now())", id)
  const amend = (raised: bigint) =>
    amendPurchaseOrder(owner, { purchaseOrderId, ceiling: raised, endsOn: days.endsOn, reason: 'Plus' })
  return { amend }
}

describe('failed resources under a purchase order', () => {
  test('are retried as far as it has room, however many concurrent retries', async () => {
    const volumes: Id<'volume'>[] = []
    while (volumes.length < 3) volumes.push(await addVolume(estate, { state: 'failed' }))
    const { amend } = await failUnder(1_200n, volumes)
    const outcomes = await Promise.allSettled(volumes.map((volumeId) => retryVolume(own(), { volumeId })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of outcomes) if (each.status === 'rejected') expect(each.reason).toMatchObject(over)
    const failed = await Promise.all(volumes.map((id) => stateOf(id)))
    expect(failed.sort()).toEqual(['creating', 'failed', 'failed'])
    await amend(10_000n)
    const left = await Promise.allSettled(volumes.map((volumeId) => retryVolume(own(), { volumeId })))
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  })

  test('a server over it is not retried', async () => {
    const instanceId = await addInstance(estate, { state: 'failed' })
    const { amend } = await failUnder(100n, [instanceId])
    await expect(retryProvisioning(own(), { instanceId })).rejects.toMatchObject(over)
    await amend(100_000n)
    await retryProvisioning(own(), { instanceId })
    expect(await stateOf(instanceId)).toBe('creating')
  })
})
