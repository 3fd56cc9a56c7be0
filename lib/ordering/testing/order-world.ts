import { randomUUID } from 'node:crypto'
import { defineBundle, defineImage, definePrice } from '~/lib/catalogue'
import { seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import type { PlaceOrderInput } from '../schema'

export type TestCatalogue = {
  imageId: Id<'image'>
  /** 1 vCPU, 1 GiB, 10 GB: 35.28 € a month. */
  server: Id<'bundle'>
  /** 100 GB, fast. */
  disk: Id<'bundle'>
  /** A server with 50 GB, fast. */
  combined: Id<'bundle'>
}

let cataloguesMade = 0

/** One bundle of each kind, priced, and an image available in these zones. */
export async function makeCatalogue(zones: readonly TestZone[]): Promise<TestCatalogue> {
  const ctx = seedContext()
  cataloguesMade += 1
  const suffix = `t${cataloguesMade}`
  const imageId = await defineImage(ctx, {
    slug: `debian-${suffix}`,
    name: 'Debian 13',
    updatedOn: '2026-11-20',
    position: 1,
    minDiskGib: 5,
    zones: zones.map(({ zoneId }) => ({ zoneId, alias: 'debian/13' })),
  })
  const part = { vcpu: 1, memoryMib: 1024, rootDiskGib: 10, volumeGib: 0, position: 1 }
  const none = { vcpu: 0, memoryMib: 0, rootDiskGib: 0, position: 2 }
  const validFrom = new Date('2026-01-01T00:00:00Z')
  const price = (
    bundleId: Id<'bundle'>,
    meter: 'compute' | 'root_disk' | 'volume',
    microCentsPerHour: bigint,
  ) => definePrice(ctx, { bundleId, meter, microCentsPerHour, validFrom })
  const server = await defineBundle(ctx, {
    ...part,
    slug: `essentiel-${suffix}`,
    name: 'Essentiel 1',
    family: 'essential',
  })
  const disk = await defineBundle(ctx, {
    ...none,
    slug: `disque-${suffix}`,
    name: 'Disque 100',
    family: 'storage',
    volumeGib: 100,
    volumeClass: 'fast',
  })
  const combined = await defineBundle(ctx, {
    ...part,
    slug: `duo-${suffix}`,
    name: 'Duo 1',
    family: 'combined',
    volumeGib: 50,
    volumeClass: 'fast',
  })
  for (const bundleId of [server, combined]) {
    await price(bundleId, 'compute', 4_000_000n)
    await price(bundleId, 'root_disk', 900_000n)
  }
  for (const bundleId of [disk, combined]) await price(bundleId, 'volume', 1_000_000n)
  return { imageId, server, disk, combined }
}

/** An order of one server, unless `line` overrides it, under a new key. */
export function serverOrder(
  zone: TestZone,
  catalogue: TestCatalogue,
  line: Partial<PlaceOrderInput['lines'][number]> = {},
): PlaceOrderInput {
  return {
    idempotencyKey: randomUUID(),
    lines: [
      {
        bundleId: catalogue.server,
        zoneId: zone.zoneId,
        imageId: catalogue.imageId,
        sshKeyIds: [],
        name: 'web',
        quantity: 1,
        ...line,
      },
    ],
  }
}

/** The selling company of the tests. */
export const testSeller = {
  legalName: 'Andromède SAS',
  legalForm: 'Société par actions simplifiée',
  shareCapitalEuros: 10_000,
  siren: '799992144',
  registryCity: 'Lille',
  vatNumber: 'FR19799992144',
  address: { line1: '1 rue des Baies', postcode: '59000', city: 'Lille', countryCode: 'FR' },
  phone: '+33 3 53 01 00 01',
  email: 'contact@vendeur.example',
  publicationDirector: 'Ada Lovelace',
  orderPrefix: 'CMD',
}
