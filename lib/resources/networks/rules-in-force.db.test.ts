import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { NetworkSpec } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import type { Id } from '~/lib/kernel/ids'
import { driveSaga } from '~/lib/sagas/engine/drive-saga'
import type { Engine } from '~/lib/sagas/engine/engine'
import { changeFirewall } from '../firewall/change-firewall'
import { ownRuleSetId } from '../firewall/own-rule-set'
import { driveToRest } from '../testing/drive'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { member, newServer, runningServer, startCreation } from '../testing/scenario-parts'
import { applyNetworks } from './apply-networks'
import { connectToNetwork } from './connect-to-network'
import { createNetwork } from './manage-networks'
import { findRuleStanding } from './queries/rule-standing'

const staying = { isRequested: () => false, signal: new AbortController().signal }

describe('a card', () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let named = 0
  /** What the hypervisor was given, in order. */
  const given: string[] = []
  /** Hosts in the way of a write, by the hypervisor's names. */
  let down = ''
  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    await world.rows.query(`update zones set network_technology = 'ovn'`)
  })
  afterAll(() => world?.close())
  beforeEach(() => {
    given.length = 0
    down = ''
  })

  const driver = (): SagaWorld['simulator'] => ({
    ...world.simulator,
    async connectNetwork(...input) {
      given.push('card')
      await world.simulator.connectNetwork(...input)
    },
    async bootInstance(...input) {
      given.push('boot')
      await world.simulator.bootInstance(...input)
    },
    async applyRules(zone: string, network: NetworkSpec, options) {
      if (down) throw new DriverError('member_down', { params: { hosts: down } })
      given.push(`rules ${network.rules.map(({ source }) => source).join(' ')}`.trim())
      await world.simulator.applyRules(zone, network, options)
    },
  })
  const write = () =>
    applyNetworks(systemTestContext(), {
      hypervisorOf: async () => ({
        surveyor: driver(),
        driverOf: async () => driver(),
        hostOf: (name: string) => name,
      }),
    })
  const engine = (over: Partial<Engine> = {}) => world.engine({ driverFor: async () => driver(), ...over })
  /** With a clock on which every look at the rules is the last of its attempt. */
  const hasty = () => {
    let at = Date.now()
    const now = () => {
      at += 6_000
      return new Date(at)
    }
    return engine({ now })
  }
  const tryOnce = async (sagaId: Id<'saga'>, by = hasty()) => {
    const { outcome } = await driveSaga(by, sagaId, staying)
    await world.rows.query('update sagas set run_after = now() where id = $1', sagaId)
    return outcome
  }
  const network = async () =>
    (
      await createNetwork(member(world), {
        projectId: world.estate.own.projectId,
        zoneId: world.estate.zone.zoneId,
        name: `n-${++named}`,
        hasExit: true,
      })
    ).id
  const restrict = (networkId: Id<'network'>, local: { kind: 'server'; id: Id<'instance'> } | null) => {
    const rule = {
      direction: 'out' as const,
      protocol: 'udp' as const,
      ports: '53',
      peer: { kind: 'anywhere' as const },
      description: '',
      ...(local ? { local } : {}),
    }
    const edit = { do: 'add_rule' as const, setId: ownRuleSetId(networkId), rule }
    return changeFirewall(member(world), { edit, confirm: true })
  }
  const stateOf = async (sagaId: Id<'saga'>) => {
    const [row] = await world.rows.query<{ state: string; step: string; code: string }>(
      `select s.state, t.name as step, t.error_code as code from sagas s join saga_steps t on t.saga_id = s.id
       where s.id = $1 and t.state not in ('done', 'undone', 'skipped') order by t.position limit 1`,
      sagaId,
    )
    return row
  }

  test('comes after the rules of its network that name the server', async () => {
    const { instance } = await runningServer(world)
    const networkId = await network()
    await restrict(networkId, { kind: 'server', id: instance })
    await write()
    given.length = 0
    const { sagaId, address } = await connectToNetwork(member(world), { instanceId: instance, networkId })
    expect(await tryOnce(sagaId)).toBe('later')
    expect(await stateOf(sagaId)).toEqual({ state: 'running', step: 'await_rules', code: 'timeout' })
    down = 'host-9'
    await write()
    // On a clock that does not move, an attempt that waited for its five seconds would not end.
    const now = new Date()
    expect(await tryOnce(sagaId, engine({ now: () => now }))).toBe('later')
    expect(await stateOf(sagaId)).toMatchObject({ step: 'await_rules', code: 'member_down' })
    expect(given).toEqual([])
    down = ''
    await world.rows.query('update private_networks set writing_until = null')
    const drive = driveToRest(engine(), sagaId)
    await write()
    await drive
    expect(given).toEqual([expect.stringContaining(`${address}/32`), 'card'])
  })

  test('frees its address when the rules never come into force', async () => {
    const { instance } = await runningServer(world)
    const networkId = await network()
    const { sagaId } = await connectToNetwork(member(world), { instanceId: instance, networkId })
    await driveToRest(hasty(), sagaId)
    expect(given).toEqual([])
    const [saga] = await world.rows.query<{ state: string; failure_code: string }>(
      'select state, failure_code from sagas where id = $1',
      sagaId,
    )
    expect(saga).toEqual({ state: 'undone', failure_code: 'timeout' })
    expect(
      await world.rows.query('select from private_addresses where network_id = $1', networkId),
    ).toHaveLength(0)
    await write()
  })

  test('of a new server comes before its first packet only where rules restrict what it sends', async () => {
    const [free, bound] = [await newServer(world, false), await newServer(world, false)]
    const sagas = [
      await startCreation(world, free.instance, undefined),
      await startCreation(world, bound.instance, undefined),
    ] as const
    const crash: Engine['crash'] = ({ step }) => {
      if (step === 'await_rules') throw new DriverError('timeout')
    }
    expect(await driveSaga(engine({ crash }), sagas[1], staying)).toMatchObject({ outcome: 'later' })
    const [place] = await world.rows.query<{ id: Id<'network'> }>(
      'select network_id as id from private_addresses where instance_id = $1',
      bound.instance,
    )
    if (!place) throw new Error('the server has no address')
    await restrict(place.id, { kind: 'server', id: bound.instance })
    await driveToRest(hasty(), sagas[0])
    expect(given).toEqual(['boot'])
    expect(await tryOnce(sagas[1])).toBe('later')
    expect(await stateOf(sagas[1])).toMatchObject({ step: 'await_rules' })
    const standing = await withSystem(systemTestContext(), (tx) => findRuleStanding(tx, place.id))
    expect(standing.appliedRevision).toBeLessThan(standing.revision)
    const drive = driveToRest(engine(), sagas[1])
    await write()
    await drive
    expect(given.filter((what) => what === 'boot')).toHaveLength(2)
    expect(given.findIndex((what) => what.startsWith('rules'))).toBeLessThan(given.lastIndexOf('boot'))
  })
})
