import { describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Balancers } from '~/lib/hypervisors/port/balancer'
import type { Driver, NetworkSpec } from '~/lib/hypervisors/port/driver'
import { systemNow } from '~/lib/kernel/time/clock'
import { deleteBalancer } from '~/lib/resources'
import { applyBalancers } from '~/lib/resources/runtime'
import { openLatch } from '~/testing/latch'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

type Apply = Balancers<NetworkSpec>['apply']

/** Runs a worker that puts the configurations in force through `call`. */
function applyBy(call: (real: Apply) => Apply) {
  const { simulator } = world.saga
  const { balancers } = simulator
  if (!balancers) throw new Error('the simulator has balancers')
  const driver: Driver = { ...simulator, balancers: { ...balancers, apply: call(balancers.apply) } }
  const hypervisorOf = async () => ({
    surveyor: driver,
    driverOf: async () => driver,
    hostOf: (n: string) => n,
  })
  return applyBalancers(systemTestContext(systemNow()), { hypervisorOf })
}

/** A call that pauses at `place`; `begun` resolves when it does. */
function pausing(place: 'before its change' | 'after it was allowed') {
  const [begun, go] = [openLatch(), openLatch()]
  const call =
    (real: Apply): Apply =>
    async (spec, network, { signal, beforeWrite }) => {
      if (place === 'after it was allowed') await beforeWrite?.()
      begun.open()
      await go.opened
      if (place === 'before its change') await beforeWrite?.()
      await real(spec, network, { signal })
    }
  return { call, begun: begun.opened, resume: go.open }
}

async function due() {
  const id = await world.working()
  await applyBalancers(systemTestContext(systemNow()), world.drivers)
  await sql`update balancers set applied_digest = null where id = ${id}`
  return id
}
const onHypervisor = (id: string) => sql`select name from simulator.balancers where resource_id = ${id}`
const state = async (id: string) => (await sql`select state, writing_by from balancers where id = ${id}`)[0]
const deletionIsRunning = (id: string) =>
  expect.poll(async () => {
    const rows = await sql`select s.state from saga_steps s join sagas g on g.id = s.saga_id
      where g.resource_id = ${id} and g.kind = 'delete_balancer' and s.name = 'remove_balancer'`
    return rows[0]?.state
  })

describe('a balancer that is deleted while a worker puts its configuration in force', () => {
  for (const place of ['before its change', 'after it was allowed'] as const)
    test(`is gone afterwards, also when the worker paused ${place}`, async () => {
      const id = await due()
      const { call, begun, resume } = pausing(place)
      const applied = applyBy(call)
      await begun
      await deleteBalancer(world.member(), { balancerId: id })
      const deleted = world.drive(id)
      await deletionIsRunning(id).toBe('running')
      // Without the lease the deletion would end now.
      await Promise.race([deleted, state(id).then(() => state(id))])
      expect(await onHypervisor(id)).toHaveLength(1)
      resume()
      await Promise.all([applied, deleted])
      expect(await onHypervisor(id)).toEqual([])
      expect(await state(id)).toEqual({ state: 'deleted', writing_by: null })
    })

  test('is not made again by a worker that wakes up after its lease has ended', async () => {
    const id = await due()
    const { call, begun, resume } = pausing('before its change')
    const applied = applyBy(call)
    await begun
    await deleteBalancer(world.member(), { balancerId: id })
    await sql`update balancers set writing_until = clock_timestamp() where id = ${id}`
    await world.drive(id)
    expect(await onHypervisor(id)).toEqual([])
    resume()
    await applied
    expect(await onHypervisor(id)).toEqual([])
    expect(await state(id)).toMatchObject({ state: 'deleted' })
  })
})

test('one worker at a time puts the configuration of a balancer in force', async () => {
  const id = await due()
  const { call, begun, resume } = pausing('before its change')
  const first = applyBy(call)
  await begun
  const calls: string[] = []
  await applyBy((real) => async (spec, ...rest) => {
    calls.push(spec.balancerId)
    await real(spec, ...rest)
  })
  expect(calls).toEqual([])
  resume()
  await first
  const [row] = await sql`select applied_digest, writing_by, writing_until from balancers where id = ${id}`
  expect(row).toEqual({ applied_digest: expect.any(String), writing_by: null, writing_until: null })
})
