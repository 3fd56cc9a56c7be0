import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { listDueVantages, listSubjects, listWatchedZones, readAvailability } from '~/lib/sla'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import type { Drivers } from '../open-drivers'
import { openSimulator, type SimulatorDriver } from '../port/index'
import { instanceSpec, soon } from '../testing/world'
import { checkZone } from './check-zone'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const begun = Date.parse('2026-11-24T09:00:00Z')
let seconds = 0
const now = () => new Date(begun + seconds * 1_000)
let estate: Estate
let simulator: SimulatorDriver
let server: Id<'instance'>
const drivers: Pick<Drivers, 'hypervisorOf'> = {
  hypervisorOf: async () => ({
    surveyor: simulator,
    driverOf: async () => simulator,
    hostOf: (name: string) => name,
  }),
}

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  simulator = openSimulator({
    databaseUrl: database.current.roleUrl('andromede_simulator'),
    installation: 'looks',
    now,
  })
  await simulator.setLatencyPercent(0)
  server = await addInstance(estate, { at: now() })
  await query('update instances set running_since = $2 where id = $1', server, now().toISOString())
  const [place] = await query<{ host: string; zone: string }>(
    'select h.name as host, z.code as zone from instances i join hosts h on h.id = i.host_id join zones z on z.id = i.zone_id where i.id = $1',
    server,
  )
  const spec = instanceSpec('debian-13', {
    resourceId: server,
    organisationId: estate.own.organisationId,
    hostName: place?.host ?? '',
    zoneCode: place?.zone ?? '',
  })
  await simulator.createInstance(spec, soon())
  await simulator.startInstance(server, soon())
})
afterAll(() => simulator.close())

/** Runs every due check of the server's zone from both vantages, for this long. */
async function pass(forSeconds: number): Promise<void> {
  for (const end = seconds + forSeconds; seconds < end; seconds += 10) {
    const zones = await listWatchedZones(workerAt(now()))
    const zone = zones.find(({ id }) => id === estate.zone.zoneId)
    if (!zone) throw new Error('the zone is watched')
    for (const vantage of await listDueVantages(workerAt(now())))
      if (vantage.zoneId === zone.id)
        await checkZone(workerAt(now()), { zone, vantage, holder: 'test' }, drivers)
  }
}

async function measured() {
  const window = { from: begun, to: now().getTime() }
  const all = await withSystem(workerAt(now()), async (tx) =>
    readAvailability(tx, { subjects: await listSubjects(tx, null, window), window, now: now() }),
  )
  const { upMs, downMs, unknownMs } = all[0]?.availability ?? {}
  return [upMs, downMs, unknownMs].map((ms) => (ms ?? 0) / 1_000)
}

test('a lost host is down at both vantages; one missing vantage makes nothing down, two make it unknown', async () => {
  await pass(60)
  // Measured up to the latest round.
  expect(await measured()).toEqual([50, 0, 0])
  const [host] = await query<{ name: string }>(
    'select name from hosts where zone_id = $1',
    estate.zone.zoneId,
  )
  await simulator.setFault({ name: 'host-down', hostName: host?.name ?? null })
  await pass(60)
  await simulator.clearFaults()
  await pass(60)
  // From the last successful check, at 50, to the first one after, at 120.
  expect(await measured()).toEqual([100, 70, 0])
  await simulator.setFault({ name: 'vantage-away', operation: 'lookAgent', remaining: null })
  await pass(60)
  expect(await measured()).toEqual([160, 70, 0])
  await simulator.clearFaults()
  await pass(10)
  await simulator.setFault({ name: 'vantage-away', remaining: null })
  await pass(60)
  await simulator.clearFaults()
  await pass(20)
  expect((await measured())[2]).toBe(70)
  expect((await measured())[1]).toBe(70)
})

test('a guest that shuts itself down is unknown; one lost with its host is down until it runs again', async () => {
  await pass(60)
  const [, downBefore = 0, unknownBefore = 0] = await measured()
  // Our rows still have it as running: it was shut down from inside.
  await simulator.stopInstance(server, { force: true }, soon())
  await pass(300)
  await simulator.startInstance(server, soon())
  await pass(60)
  const [, down = 0, unknown = 0] = await measured()
  expect([down - downBefore, unknown - unknownBefore]).toEqual([0, 310])

  const [host] = await query<{ name: string }>(
    'select name from hosts where zone_id = $1',
    estate.zone.zoneId,
  )
  await simulator.setFault({ name: 'host-down', hostName: host?.name ?? null })
  await pass(60)
  // The host is back, its servers are not yet.
  await simulator.clearFaults()
  await simulator.stopInstance(server, { force: true }, soon())
  await pass(60)
  await simulator.startInstance(server, soon())
  await pass(60)
  expect((await measured()).slice(1)).toEqual([down + 130, unknown])
})

test('starting a server that shuts itself down at once causes no outage', async () => {
  const [, downBefore = 0] = await measured()
  const set = (state: string, since = '') =>
    query(
      "update instances set state = $2, running_since = nullif($3, '')::timestamptz where id = $1",
      server,
      state,
      since,
    )
  await set('stopped')
  await simulator.stopInstance(server, { force: true }, soon())
  await pass(60)
  const [, downStopped = 0] = await measured()
  await set('running', new Date(now().getTime() - 5_000).toISOString())
  await pass(300)
  const [, down = 0] = await measured()
  // While it is stopped, the server's history decides who is responsible.
  expect([downStopped - downBefore, down - downStopped]).toEqual([60, 0])
})

test('an unreachable zone is a gap, except that servers on hosts known to be silent are down', async () => {
  await simulator.startInstance(server, soon())
  await pass(60)
  const [, downBefore = 0, unknownBefore = 0] = await measured()
  await simulator.setFault({ name: 'vantage-away', remaining: null })
  await pass(60)
  await simulator.clearFaults()
  await pass(60)
  const [, downInGap = 0, unknown = 0] = await measured()
  expect([downInGap - downBefore, unknown - unknownBefore]).toEqual([0, 70])

  const mark = (since: Date | null) =>
    query(
      "update hosts set unreachable_since = nullif($2, '')::timestamptz where zone_id = $1",
      estate.zone.zoneId,
      since?.toISOString() ?? '',
    )
  await mark(now())
  await simulator.setFault({ name: 'vantage-away', remaining: null })
  await pass(60)
  await mark(null)
  await simulator.clearFaults()
  await pass(60)
  expect((await measured()).slice(1)).toEqual([downInGap + 70, unknown])
})
