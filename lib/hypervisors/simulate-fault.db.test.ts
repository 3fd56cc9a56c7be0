import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { simulateFault } from './simulate-fault'

const database = useTestDatabase()
const { query } = rowProbe(database)
const ctx = systemTestContext()

beforeAll(() => {
  process.env.SIMULATOR_DATABASE_URL = database.current.roleUrl('andromede_simulator')
})
afterAll(() => {
  delete process.env.SIMULATOR_DATABASE_URL
})

test('losing a rack affects each of its hosts until it is cleared', async () => {
  const { zoneId } = await makeZone({ count: 3, vcpu: 8 })
  await makeZone({ count: 2, vcpu: 8 })
  const hosts = await query<{ host: string; rack: string; zone: string }>(
    `select h.name as host, r.name as rack, z.code as zone from hosts h join racks r on r.id = h.rack_id join zones z on z.id = h.zone_id
     where h.zone_id = $1 order by h.name`,
    zoneId,
  )
  const [first] = hosts
  if (!first) throw new Error('the zone has hosts')
  const inRack = hosts.filter(({ rack }) => rack === first.rack).map(({ host }) => host)
  const fault = { name: 'host-down', zoneCode: first.zone }
  const output = await simulateFault(ctx, { act: 'set', fault, rack: first.rack })
  expect(output.map((line) => line.split(' on ')[1])).toEqual(inRack)
  const faults = await query<{ host_name: string; remaining: number | null }>(
    'select host_name, remaining from simulator.faults order by host_name',
  )
  // An outage lasts until cleared, even if a number of strikes is given.
  expect(faults).toEqual(inRack.map((host) => ({ host_name: host, remaining: null })))
  expect(await simulateFault(ctx, { act: 'clear', name: 'host-down' })).toEqual([`${inRack.length} cleared`])
  await expect(simulateFault(ctx, { act: 'set', fault, rack: 'nowhere' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'rack',
  })
})
