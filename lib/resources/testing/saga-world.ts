import { randomUUID } from 'node:crypto'
import type { TestDatabase } from '~/db/testing/test-database'
import { defineAddressBundle, defineBalancerBundle, defineBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { openSimulator, type SimulatorDriver } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { neverCrash } from '~/lib/sagas/engine/crash-point'
import { type Engine, engineDefaults } from '~/lib/sagas/engine/engine'
import { type Estate, makeEstate } from '~/testing/estate'
import { definitionOf, sagaVocabulary } from '../sagas/index'
import { type RowProbe, rowProbeOn } from './saga-rows'

export type SagaWorld = {
  estate: Estate
  /** Twice the processors and memory of the estate's small bundle, with the same disk. */
  stronger: Id<'bundle'>
  /** A storage bundle of twice the size of the estate's. */
  roomier: Id<'bundle'>
  /** The bundle and price of public addresses, defined at the first call. */
  addressOffer(): Promise<{ bundleId: Id<'bundle'>; priceId: string }>
  /** The same of load balancers. */
  balancerOffer(): Promise<{ bundleId: Id<'bundle'>; priceId: string }>
  simulator: SimulatorDriver
  rows: RowProbe
  /** An engine of its own worker, on the simulator, without delays between attempts. */
  engine(over?: Partial<Engine>): Engine
  close(): Promise<void>
}

const installation = 'test'

/**
 * An estate, a simulated datacentre without latency, and engines for it. The datacentre can be in `elsewhere`,
 * a database of its own: then the product's can be restored while the datacentre continues.
 */
export async function openSagaWorld(
  database: TestDatabase,
  elsewhere: TestDatabase = database,
): Promise<SagaWorld> {
  const estate = await makeEstate(database.sql, { hosts: { count: 4, vcpu: 512 }, poolGib: 1_000_000 })
  const simulator = openSimulator({
    databaseUrl: elsewhere.roleUrl('andromede_simulator'),
    installation,
    now: systemNow,
  })
  await simulator.setLatencyPercent(0)
  let offered: ReturnType<typeof sellAddresses> | undefined
  let balancersOffered: ReturnType<typeof sellBalancers> | undefined
  const rows = rowProbeOn(database.sql)
  // Workers started by a test belong to the same installation; otherwise the objects made here would be
  // foreign to them.
  await rows.query(
    `insert into installation_facts (name, value) values ('installation_id', $1) on conflict (name) do update set value = $1`,
    installation,
  )
  return {
    estate,
    stronger: await makeStronger(),
    roomier: await makeRoomier(),
    addressOffer: () => {
      offered ??= sellAddresses(rows)
      return offered
    },
    balancerOffer: () => {
      balancersOffered ??= sellBalancers(rows)
      return balancersOffered
    },
    simulator,
    rows,
    engine: (over = {}) => ({
      ...engineDefaults,
      definitionOf,
      vocabulary: sagaVocabulary,
      workerId: `test-${randomUUID()}`,
      driverFor: async () => simulator,
      now: systemNow,
      random: () => 0,
      crash: neverCrash,
      backoff: { firstMs: 0, longestMs: 0 },
      ...over,
    }),
    close: () => simulator.close(),
  }
}

async function sellAddresses(rows: RowProbe) {
  const slug = `ipv4-${randomUUID().slice(0, 8)}`
  const bundleId = await defineAddressBundle(seedContext(), { slug, name: 'ipv4', position: 90 })
  await definePrice(seedContext(), {
    bundleId,
    meter: 'public_address',
    microCentsPerHour: 300_000n,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
  await rows.query(`update quotas set "limit" = 100000 where resource = 'public_addresses'`)
  const [price] = await rows.query<{ id: string }>(
    `select id from price_versions where bundle_id = $1`,
    bundleId,
  )
  return { bundleId, priceId: price?.id ?? '' }
}

async function sellBalancers(rows: RowProbe) {
  const slug = `balancer-${randomUUID().slice(0, 8)}`
  const bundleId = await defineBalancerBundle(seedContext(), { slug, name: 'balancer', position: 91 })
  await definePrice(seedContext(), {
    bundleId,
    meter: 'load_balancer',
    microCentsPerHour: 1_500_000n,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
  const [price] = await rows.query<{ id: string }>(
    `select id from price_versions where bundle_id = $1`,
    bundleId,
  )
  return { bundleId, priceId: price?.id ?? '' }
}

async function makeStronger(): Promise<Id<'bundle'>> {
  const bundleId = await defineBundle(seedContext(), {
    slug: `stronger-${randomUUID().slice(0, 8)}`,
    name: 'stronger',
    family: 'essential',
    position: 9,
    vcpu: 4,
    memoryMib: 8192,
    rootDiskGib: 50,
    volumeGib: 0,
    volumeClass: null,
  })
  const validFrom = new Date('2025-01-01T00:00:00Z')
  for (const meter of ['compute', 'root_disk'] as const)
    await definePrice(seedContext(), { bundleId, meter, microCentsPerHour: 5_000_003n, validFrom })
  return bundleId
}

async function makeRoomier(): Promise<Id<'bundle'>> {
  const bundleId = await defineBundle(seedContext(), {
    slug: `roomier-${randomUUID().slice(0, 8)}`,
    name: 'roomier',
    family: 'storage',
    position: 10,
    vcpu: 0,
    memoryMib: 0,
    rootDiskGib: 0,
    volumeGib: 200,
    volumeClass: 'fast',
  })
  const validFrom = new Date('2025-01-01T00:00:00Z')
  await definePrice(seedContext(), { bundleId, meter: 'volume', microCentsPerHour: 2_500_001n, validFrom })
  return bundleId
}
