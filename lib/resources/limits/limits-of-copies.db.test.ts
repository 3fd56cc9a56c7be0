import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { changeBudget, createBudget } from '~/lib/budgets'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { makeBackup, makeImage, takeInstanceSnapshot, takeSnapshot } from '../testing/unjudged'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  await query('update organisations set spending_cap_cents = null')
})

test('copies are held to a hard budget exactly like orders', async () => {
  const own = estate.own.as('technical')
  const owner = estate.own.as('owner')
  const instanceId = await addInstance(estate, { state: 'stopped' })
  const volumeId = await addVolume(estate)
  const { projectId } = estate.own
  const budget = { name: 'Année', monthlyEuros: 1, thresholds: [100], isHard: true, projectId }
  const { id: budgetId } = await createBudget(owner, budget)
  const requests = {
    snapshot: () => takeSnapshot(own, { volumeId, name: 'un' }),
    diskSnapshot: () => takeInstanceSnapshot(own, { instanceId, name: 'un' }),
    image: () => makeImage(own, { instanceId, snapshotId: null, name: 'un' }),
    backup: () =>
      makeBackup(own, {
        ...{ volumeId, snapshotId: null, name: 'un' },
        ...{ zoneId: estate.otherZone.zoneId, volumeClass: 'fast' },
      }),
  }
  const answer = (request: () => Promise<unknown>) =>
    request().then(
      () => 'ok',
      (error: { code?: string }) => error.code,
    )
  for (const [name, request] of Object.entries(requests))
    expect([name, await answer(request)]).toEqual([name, 'budget_exceeded'])
  expect(await query('select id from sagas')).toEqual([])
  await changeBudget(owner, { budgetId, ...budget, isHard: false })
  for (const name of ['snapshot', 'image'] as const) expect(await answer(requests[name])).toBe('ok')
})
