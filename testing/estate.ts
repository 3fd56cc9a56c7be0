import type postgres from 'postgres'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { defineBundle, defineImage, definePrice } from '~/lib/catalogue'
import type { Meter } from '~/lib/catalogue/client'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeBuyers, type TestBuyer } from './buyer'

/** Prices are in force long before any test starts. */
const priceStart = new Date('2025-01-01T00:00:00Z')

export type TestBundle = { id: Id<'bundle'>; prices: Partial<Record<Meter, Id<'priceVersion'>>> }
export type BundleName = 'small' | 'large' | 'wide' | 'combined' | 'storage'

export type Estate = {
  sql: postgres.Sql
  own: TestBuyer
  foreign: TestBuyer
  zone: TestZone
  otherZone: TestZone
  imageId: Id<'image'>
  bundles: Record<BundleName, TestBundle>
}

const shapes = {
  small: { vcpu: 2, memoryMib: 4096, rootDiskGib: 50, volumeGib: 0, volumeClass: null },
  large: { vcpu: 4, memoryMib: 8192, rootDiskGib: 100, volumeGib: 0, volumeClass: null },
  wide: { vcpu: 64, memoryMib: 8192, rootDiskGib: 100, volumeGib: 0, volumeClass: null },
  combined: { vcpu: 2, memoryMib: 4096, rootDiskGib: 50, volumeGib: 100, volumeClass: 'fast' },
  storage: { vcpu: 0, memoryMib: 0, rootDiskGib: 0, volumeGib: 100, volumeClass: 'fast' },
} as const

/** Micro-cents per hour: chosen so that no month is a round number of cents. */
export const testPrices: Record<BundleName, Partial<Record<Meter, bigint>>> = {
  small: { compute: 2_450_001n, root_disk: 310_007n, disk_snapshot: 124_003n },
  large: { compute: 4_900_003n, root_disk: 620_011n, disk_snapshot: 248_005n },
  wide: { compute: 60_000_000n, root_disk: 620_011n },
  combined: { compute: 2_450_001n, root_disk: 310_007n, volume: 1_319_445n },
  storage: { volume: 1_319_445n, snapshot: 527_779n },
}

/** Two organisations, two small zones, five priced bundles: the fixture for tests of servers and volumes. */
export async function makeEstate(
  sql: postgres.Sql,
  options: {
    hosts?: { count: number; vcpu: number }
    poolGib?: number
    spendingCapCents?: bigint | null
  } = {},
): Promise<Estate> {
  const [own, foreign] = await makeBuyers(sql, 2, {
    spendingCapCents: options.spendingCapCents ?? null,
  })
  const { poolGib } = options
  const zone = await makeZone(options.hosts ?? { count: 2, vcpu: 32 }, poolGib ? { poolGib } : {})
  const otherZone = await makeZone({ count: 1, vcpu: 8 })
  const suffix = own.organisationId.slice(-6)
  const imageId = await defineImage(seedContext(), {
    slug: `debian-${suffix}`,
    name: 'Debian 13',
    updatedOn: '2026-11-20',
    position: 1,
    minDiskGib: 5,
    zones: [zone, otherZone].map(({ zoneId }) => ({ zoneId, alias: 'debian/13' })),
  })
  const bundles = {} as Estate['bundles']
  for (const name of Object.keys(shapes) as BundleName[]) bundles[name] = await makeBundle(name, suffix)
  return { sql, own, foreign, zone, otherZone, imageId, bundles }
}

async function makeBundle(name: BundleName, suffix: string): Promise<TestBundle> {
  const id = await defineBundle(seedContext(), {
    slug: `${name}-${suffix}`,
    name,
    family: name === 'storage' ? 'storage' : 'essential',
    position: Object.keys(shapes).indexOf(name),
    ...shapes[name],
  })
  const prices: TestBundle['prices'] = {}
  for (const [meter, microCentsPerHour] of Object.entries(testPrices[name]) as [Meter, bigint][]) {
    prices[meter] = await definePrice(seedContext(), {
      bundleId: id,
      meter,
      microCentsPerHour,
      validFrom: priceStart,
    })
  }
  return { id, prices }
}

/** Inserts the order line of a resource with this bundle. */
export async function insertOrderLine(
  estate: Estate,
  organisation: TestBuyer,
  bundle: BundleName,
): Promise<Id<'orderLine'>> {
  const { organisationId, projectId, accountId } = organisation
  const orderId = newId('order')
  const lineId = newId('orderLine')
  const { id, prices } = estate.bundles[bundle]
  const { sql } = estate
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values ('sel_test', 'Andromède Test', '552100554', 'FR00552100554', 'CMD', false) on conflict do nothing`
  await sql`insert into orders (id, organisation_id, project_id, selling_entity_id, number, state, placed_by_account_id, terms_version, dpa_version, monthly_cents, created_at)
    values (${orderId}, ${organisationId}, ${projectId}, 'sel_test', ${orderId}, 'delivered', ${accountId}, '1', '1', 0, ${testNow})`
  await sql`insert into order_lines (id, organisation_id, order_id, project_id, position, bundle_id, zone_id, image_id, name, quantity, price_version_ids, micro_cents_per_hour, cost_references, state)
    values (${lineId}, ${organisationId}, ${orderId}, ${projectId}, 1, ${id}, ${estate.zone.zoneId}, ${estate.imageId}, 'test', 1, ${sql.json(prices)}, 0, ${sql.json({ serviceCode: 'SVC-1' })}, 'delivered')`
  return lineId
}

export const workerAt = (now: Date): OpContext => systemTestContext(now)
