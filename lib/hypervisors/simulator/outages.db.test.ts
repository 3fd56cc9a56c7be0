import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { instanceSpec, soon, volumeSpec } from '../testing/world'
import { openSimulator, type SimulatorDriver } from './open-simulator'

const database = useTestDatabase()
let driver: SimulatorDriver
let ids: { first: string; second: string; elsewhere: string; disk: string }

beforeAll(async () => {
  const databaseUrl = database.current.roleUrl('andromede_simulator')
  driver = openSimulator({ databaseUrl, installation: 'outages', now: () => new Date() })
  await driver.setLatencyPercent(0)
  const server = async (over: object) => {
    const spec = instanceSpec('debian-13', over)
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    return spec.resourceId
  }
  const disk = volumeSpec()
  await driver.createVolume(disk, soon())
  ids = {
    first: await server({ hostName: 'host-1' }),
    second: await server({ hostName: 'host-2' }),
    elsewhere: await server({ hostName: 'host-9', zoneCode: 'LYS1' }),
    disk: disk.resourceId,
  }
})
beforeEach(() => driver.clearFaults())
afterAll(() => driver.close())

const sees = async (from: 'control' | 'agent', zoneCode = 'PAR1') => {
  const servers = [ids.first, ids.second, ids.elsewhere].map((resourceId) => ({ resourceId, address: null }))
  const watched = { servers, volumes: [{ resourceId: ids.disk, poolName: 'par1-fast' }] }
  const { zone, resources } = await driver.look(zoneCode, from, watched, soon())
  return [zone, resources.get(ids.first), resources.get(ids.second), resources.get(ids.disk)]
}

describe.each(['control', 'agent'] as const)('an outage, seen from %s', (from) => {
  it.each([
    ['a host', { name: 'host-down', hostName: 'host-1' }, ['up', 'down', 'up', 'up']],
    ['a zone', { name: 'zone-down', zoneCode: 'PAR1' }, ['down', 'down', 'down', 'down']],
    ['the network of a zone', { name: 'network-down', zoneCode: 'PAR1' }, ['down', 'down', 'down', 'down']],
    ['another zone', { name: 'zone-down', zoneCode: 'LYS1' }, ['up', 'up', 'up', 'up']],
  ] as const)('of %s covers its objects until cleared', async (_, fault, wanted) => {
    await driver.setFault(fault)
    for (const _look of [1, 2]) expect(await sees(from)).toEqual(wanted)
    await driver.clearFaults()
    expect(await sees(from)).toEqual(['up', 'up', 'up', 'up'])
  })

  it('is not reported by a vantage that is away', async () => {
    await driver.setFault({ name: 'vantage-away', zoneCode: 'PAR1', remaining: null })
    await expect(sees(from)).rejects.toMatchObject({ code: 'vantage_away' })
    await driver.clearFaults()
    await driver.setFault({ name: 'vantage-away', hostName: 'host-1', remaining: null })
    expect(await sees(from)).toEqual(['up', 'unknown', 'up', 'up'])
  })
})

it('disables only the given vantage', async () => {
  await driver.setFault({ name: 'vantage-away', operation: 'lookAgent', remaining: null })
  await expect(sees('agent')).rejects.toMatchObject({ code: 'vantage_away' })
  expect(await sees('control')).toEqual(['up', 'up', 'up', 'up'])
})

it('makes a host accept no change, answer no probe and appear in no survey', async () => {
  await driver.setFault({ name: 'host-down', hostName: 'host-1' })
  await expect(driver.stopInstance(ids.first, { force: true }, soon())).rejects.toMatchObject({
    code: 'hypervisor_unreachable',
    retryable: true,
  })
  await expect(driver.observeInstance(ids.first, soon())).rejects.toMatchObject({
    code: 'hypervisor_unreachable',
  })
  expect(await driver.probe(ids.first, { protocol: 'icmp' }, soon())).toMatchObject({ state: 'down' })
  const found = await driver.survey('PAR1', soon())
  const readable = found.filter(({ isReadable }) => isReadable).map(({ owner }) => owner?.resourceId)
  expect(readable.sort()).toEqual([ids.second, ids.disk].sort())
  const measured = (await driver.measureInstances(soon())).map(({ resourceId }) => resourceId)
  expect([measured.includes(ids.first), measured.includes(ids.second)]).toEqual([false, true])
  await driver.clearFaults()
  expect(await driver.observeInstance(ids.first, soon())).toMatchObject({ power: 'running' })
})
