import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget } from '~/lib/budgets'
import type { Id } from '~/lib/kernel/ids'
import type { Estate } from '~/testing/estate'
import { deleteInstance } from '../servers/delete-instance'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { growVolume } from '../testing/unjudged'
import { listGrowthChoices } from './list-growth-choices'

const database = useTestDatabase()
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
let world: SagaWorld
let estate: Estate

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  estate = world.estate
  return () => world.close()
})

const own = () => estate.own.as('technical')
const grow = (volumeId: Id<'volume'>, bundleId = world.roomier) => growVolume(own(), { volumeId, bundleId })
const claimOf = async (id: string) =>
  (await query<{ pool_gib: number }>('select pool_gib from allocations where resource_id = $1', id))[0]
    ?.pool_gib

test('a detached volume grows once for several clicks, and its growth is claimed before', async () => {
  const volumeId = await addVolume(estate)
  const clicks = await Promise.allSettled([grow(volumeId), grow(volumeId)])
  expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
  expect([await stateOf(volumeId), await claimOf(volumeId)]).toEqual(['growing', 200])
  expect(await sagasOf(volumeId)).toEqual([
    { kind: 'grow_volume', input: { bundleId: world.roomier, sizeGib: 200, fromGib: 100 } },
  ])
  expect(await auditsOf(volumeId)).toEqual(['volume.growth_requested'])
})

test('an attached one grows in place, and its server cannot be deleted meanwhile', async () => {
  const instanceId = await addInstance(estate)
  const attached = await addVolume(estate, { attachedTo: instanceId })
  await grow(attached)
  expect([await stateOf(attached), await claimOf(attached)]).toEqual(['growing', 200])
  await expect(deleteInstance(own(), { instanceId, detachVolumes: true })).rejects.toMatchObject({
    params: { reason: 'volume_changing' },
  })
})

test('a growth is refused to a smaller bundle, over the cap and without capacity; nothing changes', async () => {
  const volumeId = await addVolume(estate)
  for (const [bundle, reason] of [
    ['storage', 'not_larger'],
    ['small', 'other_class'],
  ] as const)
    await expect(grow(volumeId, estate.bundles[bundle].id)).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason },
    })
  await query('update organisations set spending_cap_cents = 1')
  await expect(grow(volumeId)).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
  await query('update organisations set spending_cap_cents = null')
  await query('update storage_pools set gib_reserved = gib_reserved + gib_free, gib_free = 0')
  await expect(grow(volumeId)).rejects.toMatchObject({ params: { reason: 'pool_full' } })
  await query('update storage_pools set gib_free = gib_reserved, gib_reserved = 0')
  expect([await stateOf(volumeId), await claimOf(volumeId), await sagasOf(volumeId)]).toEqual([
    'available',
    100,
    [],
  ])
})

test('a volume cannot grow past the hard budget of its own tag', async () => {
  const [tagged, free] = [await addVolume(estate), await addVolume(estate)]
  await query(`update volumes set tags = '{"service": "dsi"}' where id = '${tagged}'`)
  const budget = { name: 'DSI', monthlyEuros: 1, thresholds: [100], isHard: true, tag: 'service:dsi' }
  await createBudget(estate.own.as('owner'), budget)
  await expect(grow(tagged)).rejects.toMatchObject({ code: 'budget_exceeded', params: { budget: 'DSI' } })
  await grow(free)
})

test('a foreign volume is not found and a reader is refused', async () => {
  const [mine, foreign] = [await addVolume(estate), await addVolume(estate, { of: estate.foreign })]
  await expect(grow(foreign)).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    growVolume(estate.own.as('reader'), { volumeId: mine, bundleId: world.roomier }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

test('the choices are the larger bundles of its class, each with its additional price; another organisation gets 404', async () => {
  const volumeId = await addVolume(estate)
  const choices = await listGrowthChoices(estate.own.as('reader'), { volumeId })
  expect(choices.map(({ bundleId }) => bundleId)).toEqual([world.roomier])
  const [choice] = choices
  expect(choice).toMatchObject({ kept: 0, keptMoreCents: '0' })
  // Its current bundle costs 9.50 € a month.
  expect(BigInt(choice?.moreCents ?? 0)).toBe(BigInt(choice?.monthlyCents ?? 0) - 950n)
  await expect(listGrowthChoices(estate.foreign.as('technical'), { volumeId })).rejects.toMatchObject({
    code: 'not_found',
  })
})
