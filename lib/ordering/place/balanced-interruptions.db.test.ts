import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { BackendObservation, BalancerObservation } from '~/lib/hypervisors'
import type { Driver } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/index'
import { soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import {
  deleteInstance,
  inspectInstance,
  restartInstance,
  startInstance,
  stopInstance,
} from '~/lib/resources'
import { applyBalancers, observeBalancers } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import { openLatch } from '~/testing/latch'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)
let balancerId: Id<'balancer'>
beforeAll(async () => {
  balancerId = await world.working()
})
afterEach(async () => {
  expect(await sql`select instance_id from drained_servers`).toHaveLength(0)
})

const observe = async () => {
  await sql`update balancers set next_look_at = null`
  await observeBalancers(systemTestContext(addSeconds(systemNow(), 60)), world.drivers)
}
/** Whether the balancer leaves the server out; null when it is in no pool. */
const isOut = async (instanceId: string) => {
  const found = await world.saga.simulator.balancers?.observe(balancerId, soon())
  if (!found?.exists) return null
  return found.backends.find((each) => each.instanceId === instanceId)?.isDraining ?? null
}
const target = () => ({ instanceId: world.server })
async function drive(asked: Promise<{ sagaId: Id<'saga'> }>, over: Partial<Driver> = {}) {
  const { sagaId } = await asked
  const driver = { ...world.saga.simulator, ...over }
  await driveToRest(world.saga.engine({ driverFor: async () => driver }), sagaId)
  const [saga] = await sql<{ state: string }[]>`select state from sagas where id = ${sagaId}`
  return saga?.state
}
/** The simulator's balancers, whose HAProxy tells this of the server instead. */
function telling(backends: (isDraining: boolean) => Partial<BackendObservation>[]) {
  const { balancers } = world.saga.simulator
  if (!balancers) throw new Error('the simulator has balancers')
  const asked: boolean[] = []
  const ask = async (...input: Parameters<typeof balancers.observe>): Promise<BalancerObservation> => {
    const found = await balancers.observe(...input)
    const [own] = found.exists ? found.backends : []
    if (!found.exists || !own) return found
    const isDraining = own.isDraining === true
    asked.push(isDraining)
    return { ...found, backends: backends(isDraining).map((each) => ({ ...own, ...each })) }
  }
  return { asked, balancers: { ...balancers, observe: ask } }
}

describe('a server of a pool', () => {
  test('is left out while it restarts, and used again afterwards', async () => {
    const during: unknown[] = []
    const { simulator } = world.saga
    const state = await drive(restartInstance(world.member(), target()), {
      restartInstance: async (...input) => {
        during.push(await isOut(world.server))
        await simulator.restartInstance(...input)
      },
    })
    expect(state).toBe('succeeded')
    expect(during).toEqual([true])
    expect(await isOut(world.server)).toBe(false)
  })

  test('that cannot be restarted is put back', async () => {
    const state = await drive(restartInstance(world.member(), target()), {
      restartInstance: () => Promise.reject(new DriverError('rejected', { rawText: 'refused by the test' })),
    })
    expect(state).toBe('undone')
    expect(await isOut(world.server)).toBe(false)
  })

  test('is left out before it is stopped, then left to the checks, and used again once it runs', async () => {
    const during: unknown[] = []
    const { simulator } = world.saga
    await drive(stopInstance(world.member(), target()), {
      stopInstance: async (...input) => {
        during.push(await isOut(world.server))
        await simulator.stopInstance(...input)
      },
    })
    expect(during).toEqual([true])
    await observe()
    expect(await isOut(world.server)).toBe(false)
    expect(await world.backends(balancerId)).toEqual([{ instanceId: world.server, health: 'down' }])
    await drive(startInstance(world.member(), target()))
    expect(await world.backends(balancerId)).toEqual([{ instanceId: world.server, health: 'up' }])
  })

  test('is left out before it is deleted, and then in no pool', async () => {
    const other = await world.runningServer()
    const { settings } = world
    await sql`update balancers set settings = ${sql.json({
      ...settings(),
      pool: { ...settings().pool, instanceIds: [world.server, other] },
    })} where id = ${balancerId}`
    const apply = () => applyBalancers(systemTestContext(systemNow()), world.drivers)
    await apply()
    const during: unknown[] = []
    const { simulator } = world.saga
    const deletion = async () => {
      const asked = await deleteInstance(world.member(), { instanceId: other, detachVolumes: false })
      if (asked.outcome !== 'deleting') throw new Error('a running server is deleted by a saga')
      return asked
    }
    await drive(deletion(), {
      stopInstance: async (...input) => {
        during.push(await isOut(other))
        await simulator.stopInstance(...input)
      },
    })
    expect(during).toEqual([true])
    await apply()
    expect(await isOut(other)).toBeNull()
    expect(await world.backends(balancerId)).toEqual([{ instanceId: world.server, health: 'up' }])
  })

  test('about which the parts of its balancer disagree is left out, or used again, as its rows say', async () => {
    const told: boolean[] = []
    // One part hears only what is repeated.
    const { balancers } = telling(() => [
      { isDraining: told.at(-1) === told.at(-2) ? (told.at(-1) ?? null) : null },
    ])
    const drain: typeof balancers.drain = async (_id, { isDraining }) => {
      told.push(isDraining)
    }
    const driver = { ...world.saga.simulator, balancers: { ...balancers, drain } }
    const hypervisor = { surveyor: driver, driverOf: async () => driver, hostOf: (name: string) => name }
    await sql`update balancers set next_look_at = null where id = ${balancerId}`
    const ctx = systemTestContext(addSeconds(systemNow(), 60))
    await observeBalancers(ctx, { hypervisorOf: async () => hypervisor })
    expect(told).toEqual([false])
    const over = { balancers: driver.balancers }
    expect(await drive(restartInstance(world.member(), target()), over)).toBe('succeeded')
    expect(told).toEqual([false, true, true, false, false])
  })

  test('that no balancer uses is restarted without asking one', async () => {
    const lone = await world.runningServer()
    const { asked, balancers } = telling(() => [])
    expect(await drive(restartInstance(world.member(), { instanceId: lone }), { balancers })).toBe(
      'succeeded',
    )
    expect(asked).toEqual([])
  })
})

test('a worker that lost its operation while it slept leaves no server drained', async () => {
  const { sagaId } = await restartInstance(world.member(), target())
  const asleep = openLatch()
  // Registered here, outside the sleeper's transaction.
  const overtaken = asleep.opened.then(async () => {
    await sql`update sagas set lease_expires_at = clock_timestamp() - interval '1 second' where id = ${sagaId}`
    await driveToRest(world.saga.engine({ workerId: 'second' }), sagaId)
  })
  const driverFor = async () => {
    asleep.open()
    await overtaken
    return world.saga.simulator
  }
  const first = world.saga.engine({ workerId: 'first', driverFor })
  await expect(driveToRest(first, sagaId)).rejects.toThrow('was lost')
  await observe()
  expect(await isOut(world.server)).toBe(false)
  const during: unknown[] = []
  await drive(restartInstance(world.member(), target()), {
    restartInstance: async (...input) => {
      during.push(await isOut(world.server))
      await world.saga.simulator.restartInstance(...input)
    },
  })
  expect(during).toEqual([true])
  expect(await isOut(world.server)).toBe(false)
})

describe('a balancer that does not answer', () => {
  /** Its first observations during the restart of its server go wrong in this way; the rest are the simulator's. */
  async function restartWhile(wrong: number, fail: (found: BalancerObservation) => BalancerObservation) {
    const { simulator } = world.saga
    const { balancers } = simulator
    if (!balancers) throw new Error('the simulator has balancers')
    let asked = 0
    const during: unknown[] = []
    const state = await drive(restartInstance(world.member(), target()), {
      balancers: {
        ...balancers,
        observe: async (...input) => {
          asked += 1
          const found = await balancers.observe(...input)
          return asked <= wrong ? fail(found) : found
        },
      },
      restartInstance: async (...input) => {
        during.push(await isOut(world.server), asked)
        await simulator.restartInstance(...input)
      },
    })
    expect(state).toBe('succeeded')
    await observe()
    expect(await isOut(world.server)).toBe(false)
    return during
  }
  const refuse = (code: DriverError['code']) => () => {
    throw new DriverError(code, { rawText: 'refused by the test' })
  }
  const pausing = (found: BalancerObservation) => (found.exists ? { ...found, isServing: false } : found)

  test.each([
    ['fails twice', refuse('busy')],
    ['serves nothing for a moment', pausing],
  ])('because it %s leaves the server out all the same', async (_what, fail) => {
    expect(await restartWhile(2, fail)).toEqual([true, 4])
  })

  test.each([
    ['it keeps failing', refuse('operation_failed'), 3],
    ['it serves nothing', pausing, 3],
    ['its answer takes too long', refuse('timeout'), 1],
    ['its hypervisor is away', refuse('hypervisor_unreachable'), 1],
    ['its member is dead', refuse('member_down'), 1],
  ])('because %s holds the restart up no longer', async (_what, fail, times) => {
    expect(await restartWhile(1_000, fail)).toEqual([false, times])
  })
})

describe('open connections to a server that is interrupted', () => {
  const busy = { connections: 3, health: 'up' as const }
  const other = { instanceId: 'ins_01k00000000000000000000009', isDraining: false }

  test('get time to end while another server answers', async () => {
    let left = 2
    const { asked, balancers } = telling((isDraining) => {
      if (isDraining) left -= 1
      return [
        { ...busy, connections: Math.max(0, left) },
        { ...other, health: 'up' },
      ]
    })
    expect(await drive(restartInstance(world.member(), target()), { balancers })).toBe('succeeded')
    expect(asked.filter((isDraining) => isDraining)).toHaveLength(3)
  })

  test.each([
    ['no other server answers', [busy, { ...other, health: 'down' as const }]],
    ['the others are interrupted too', [busy, { ...other, health: 'up' as const, isDraining: true }]],
    [
      'it hangs',
      [
        { ...busy, health: 'down' as const },
        { ...other, health: 'up' as const },
      ],
    ],
  ])('are not waited for when %s', async (_why, seen) => {
    const { asked, balancers } = telling((isDraining) =>
      seen.map((each, index) => (index === 0 ? { ...each, isDraining } : each)),
    )
    expect(await drive(stopInstance(world.member(), target()), { balancers })).toBe('succeeded')
    expect(asked.length).toBeLessThanOrEqual(2)
    await observe()
    await drive(startInstance(world.member(), target()))
  })
})

test('the page of a server names its balancers, and those that no other server keeps up', async () => {
  const isLast = async () => {
    await observe()
    const page = await inspectInstance(world.member(), target())
    return page.balancers.map((each) => [each.id, each.isLast])
  }
  const second = await world.runningServer()
  const { settings } = world
  const pool = { ...settings().pool, instanceIds: [world.server, second] }
  const both = await world.working({ settings: { ...settings(), pool } })
  const ids = async () => Object.fromEntries(await isLast())
  expect(await ids()).toEqual({ [balancerId]: true, [both]: false })
  await drive(stopInstance(world.member(), { instanceId: second }))
  expect(await ids()).toEqual({ [balancerId]: true, [both]: true })
})
