import { beforeAll, expect, test } from 'vitest'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { readDeliveryTimes } from './read-delivery-times'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})

/** A server ordered this long before it first ran. */
async function delivered(name: string, tookSeconds: number, daysAgo: number): Promise<void> {
  const at = addSeconds(testNow, -daysAgo * 86_400)
  const id = await addInstance(estate, { name, at })
  const asked = addSeconds(at, -tookSeconds).toISOString()
  await query(
    `insert into state_transitions (id, organisation_id, resource_kind, resource_id, to_state, effective_at, recorded_at, caused_by)
     values ('${newId('transition')}', $1, 'instance', $2, 'creating', '${asked}', '${asked}', 'acc_test')`,
    estate.own.organisationId,
    id,
  )
}

test('delivery times of the last ninety days run from the accepted order to the first answer, against the contract', async () => {
  await delivered('prompt', 4, 3)
  await delivered('late', 420, 2)
  await delivered('long-ago', 900, 120)
  const ctx = staffTestContext(newId('staff'), ['support'])
  expect(await readDeliveryTimes(ctx)).toMatchObject({
    count: 2,
    kept: 1,
    medianSeconds: 4,
    p95Seconds: 420,
    late: [{ name: 'late', seconds: 420, objectiveSeconds: 300 }],
  })
  await expect(readDeliveryTimes(staffTestContext(newId('staff'), ['moderator']))).rejects.toMatchObject({
    code: 'forbidden',
  })
})
