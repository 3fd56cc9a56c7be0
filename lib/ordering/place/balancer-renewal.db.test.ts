import { beforeAll, beforeEach, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import type { Driver } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/index'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { applyBalancers, observeBalancers, renewBalancers } from '~/lib/resources/runtime'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)
const startedAt = systemNow()
let ids: string[]
let minutes = 0
let renewed: string[] = []
let isImageBroken = false
/** Also without `replacesOutdated`. */
let broken: string[] = []

beforeAll(async () => {
  ids = [await world.working(), await world.working()].sort()
})
beforeEach(async () => {
  isImageBroken = false
  broken = []
  await applyBalancers(later(), world.drivers)
  await observeBalancers(later(), world.drivers)
  await sql`update simulator.balancers set image = '0'`
  await compare()
  renewed = []
})

const later = (minutesMore = 1) => {
  minutes += minutesMore
  return systemTestContext(addSeconds(startedAt, minutes * 60))
}
function hypervisor() {
  const { simulator } = world.saga
  const { balancers } = simulator
  if (!balancers) throw new Error('the simulator has balancers')
  const driver: Driver = {
    ...simulator,
    balancers: {
      ...balancers,
      apply: async (spec, network, options) => {
        if (options.replacesOutdated) renewed.push(spec.balancerId)
        if ((options.replacesOutdated && isImageBroken) || broken.includes(spec.balancerId))
          throw new DriverError('image_missing')
        await balancers.apply(spec, network, options)
      },
    },
  }
  return { surveyor: driver, driverOf: async () => driver, hostOf: (name: string) => name }
}
const drivers = { hypervisorOf: async () => hypervisor() }
const compare = async () => compareZone(later(), await world.compared(), hypervisor())
const open = async () =>
  (
    await sql<{ subject: string }[]>`
      select subject from drifts where kind = 'balancer_outdated' and state = 'open' order by subject`
  ).map(({ subject }) => subject)
const images = async () =>
  (await sql<{ image: string }[]>`select image from simulator.balancers order by resource_id`).map(
    ({ image }) => image,
  )

test('the balancers of a zone are renewed one after the other, and what is left is shown', async () => {
  expect(await open()).toEqual(ids)
  await renewBalancers(later(), drivers)
  expect(renewed).toEqual([ids[0]])
  expect(await images()).toEqual(['1', '0'])
  await compare()
  expect(await open()).toEqual([ids[1]])
  for (const _turn of [1, 2]) await renewBalancers(later(), drivers)
  await compare()
  expect(await open()).toEqual([])
  expect(renewed).toEqual(ids)
  expect(await sql`select id from balancers where renew_at is not null or writing_by is not null`).toEqual([])
})

test('an image from which nothing can be made stops the zone, and no other balancer is touched', async () => {
  isImageBroken = true
  await renewBalancers(later(), drivers)
  await compare()
  await renewBalancers(later(), drivers)
  expect(renewed).toEqual([ids[0]])
  await renewBalancers(later(10), drivers)
  expect(renewed).toEqual([ids[0], ids[0]])
  isImageBroken = false
  for (const _turn of [1, 2]) await renewBalancers(later(11), drivers)
  expect(await images()).toEqual(['1', '1'])
})

test('the zone still stops while the balancer that lost its spare container cannot be configured either', async () => {
  isImageBroken = true
  broken = ids.slice(0, 1)
  await renewBalancers(later(), drivers)
  await sql`update balancers set applied_digest = null where id = ${ids[0] ?? ''}`
  for (const writing of [false, true]) {
    const ctx = later(11)
    await applyBalancers(ctx, drivers)
    if (writing)
      await sql`update balancers set retry_at = null, writing_by = 'other', writing_until = clock_timestamp() + interval '1 hour'
        where id = ${ids[0] ?? ''}`
    await renewBalancers(ctx, drivers)
  }
  expect(renewed).toEqual([ids[0]])
  await sql`update balancers set writing_by = null, writing_until = null, retry_at = null`
  await applyBalancers(later(), world.drivers)
})

test('a balancer that is found outdated during the pause waits behind the one that failed', async () => {
  isImageBroken = true
  await sql`update balancers set renew_at = null where id = ${ids[0] ?? ''}`
  await renewBalancers(later(), drivers)
  await compare()
  for (const minutesMore of [1, 11]) await renewBalancers(later(minutesMore), drivers)
  expect(renewed).toEqual([ids[1], ids[1]])
})

test('a balancer that does not serve, or is being written, is not renewed, and an older image is not shown as a failure', async () => {
  await sql`update balancers set is_serving = false where id = ${ids[0] ?? ''}`
  await sql`update balancers set writing_by = 'other', writing_until = clock_timestamp() + interval '1 hour'
    where id = ${ids[1] ?? ''}`
  await renewBalancers(later(), drivers)
  expect(renewed).toEqual([])
  const rows = await sql`select failure_code from balancers`
  expect(rows).toEqual([{ failure_code: null }, { failure_code: null }])
  await sql`update balancers set is_serving = true, writing_by = null, writing_until = null`
})
