import { beforeAll, expect, test } from 'vitest'
import { anonymousTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import { readDeliveryTimes } from './delivery-times'

const { sql } = useTestDatabase()
const visitor = anonymousTestContext()
let estate: Estate
let server: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql)
  server = await addInstance(estate)
})

async function deliver(tookSeconds: readonly number[], { state = 'succeeded', at = testNow } = {}) {
  for (const seconds of tookSeconds)
    await sql`insert into sagas (id, organisation_id, kind, resource_kind, resource_id, state, input, requested_by,
        run_after, created_at, finished_at)
      values (${newId('saga')}, ${estate.own.organisationId}, 'create_instance', 'instance', ${server}, ${state}, '{}', 'acc_test',
        ${at}, ${addSeconds(at, -seconds)}, ${at})`
}

test('the figures of a zone appear with enough deliveries, and failed ones do not count', async () => {
  const { zoneId } = estate.zone
  await deliver([600, 600, 600], { state: 'undone' })
  await deliver([4, 6])
  expect(await readDeliveryTimes(visitor)).toEqual({})
  await deliver([40])
  expect(await readDeliveryTimes(visitor)).toEqual({
    [zoneId]: { instance: { deliveries: 3, medianMilliseconds: 6_000, p95Milliseconds: null } },
  })
  await deliver(Array.from({ length: 17 }, () => 10))
  expect(await readDeliveryTimes(visitor)).toEqual({
    [zoneId]: { instance: { deliveries: 20, medianMilliseconds: 10_000, p95Milliseconds: 10_000 } },
  })
  await deliver([90])
  expect((await readDeliveryTimes(visitor))[zoneId]?.instance).toMatchObject({ p95Milliseconds: 40_000 })
})

test('only the last deliveries count', async () => {
  await deliver(
    Array.from({ length: 200 }, () => 5),
    { at: addSeconds(testNow, 60) },
  )
  expect((await readDeliveryTimes(visitor))[estate.zone.zoneId]?.instance).toEqual({
    deliveries: 200,
    medianMilliseconds: 5_000,
    p95Milliseconds: 5_000,
  })
})

test('a delivery of a month does not prevent the figures', async () => {
  await deliver(
    Array.from({ length: 200 }, () => 30 * 24 * 3_600),
    { at: addSeconds(testNow, 120) },
  )
  expect((await readDeliveryTimes(visitor))[estate.zone.zoneId]?.instance?.medianMilliseconds).toBe(
    2_000_000_000,
  )
})
