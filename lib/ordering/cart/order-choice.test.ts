import { expect, test } from 'vitest'
import type { BundleView, ImageView, ZoneView } from '~/lib/catalogue/client'
import { type Offer, type OrderChoice, validChoice, zonesWithRoom } from './order-choice'

const image = (id: string, minDiskGib: number) =>
  ({ id, slug: id, name: id, updatedOn: '2026-11-20', minDiskGib }) as ImageView
const zone = (id: string, images: ImageView[], state: ZoneView['state'] = 'in_service') =>
  ({ id, code: id, name: id, city: 'Lille', state, sites: [], images }) as unknown as ZoneView
const bundle = (id: string, rootDiskGib: number, kind: BundleView['kind'] = 'compute') =>
  ({ id, kind, rootDiskGib, microCentsPerHour: 4_900_000n }) as BundleView

const offer: Offer = {
  bundles: [bundle('small', 10), bundle('large', 100), bundle('disk', 0, 'storage')],
  zones: [
    zone('full', [image('big', 50), image('slim', 5)]),
    zone('open', [image('slim', 5)]),
    zone('closed', [image('slim', 5)], 'maintenance'),
  ],
  stock: {
    full: { small: { free: 0, total: 9, short: null }, large: { free: 1, total: 1, short: null } },
    open: { small: { free: 4, total: 9, short: null }, large: { free: 3, total: 3, short: null } },
  },
}
const nothing: OrderChoice = {
  bundleId: '',
  zoneId: '',
  imageId: '',
  sshKeyIds: [],
  name: 'web-01',
  quantity: 1,
  placement: '',
}

test.each([
  ['an empty choice gets the first bundle, in the first zone with stock', {}, ['small', 'open', 'slim']],
  [
    'a valid choice is kept, even where it is sold out',
    { bundleId: 'small', zoneId: 'full' },
    ['small', 'full', 'slim'],
  ],
  [
    'an image that does not fit the disk is replaced',
    { bundleId: 'small', zoneId: 'full', imageId: 'big' },
    ['small', 'full', 'slim'],
  ],
  [
    'an image missing in the zone is replaced',
    { bundleId: 'large', zoneId: 'open', imageId: 'big' },
    ['large', 'open', 'slim'],
  ],
  [
    'a storage bundle has no image',
    { bundleId: 'disk', zoneId: 'open', imageId: 'slim' },
    ['disk', 'open', ''],
  ],
  ['an unknown bundle and zone are replaced', { bundleId: 'x', zoneId: 'y' }, ['small', 'open', 'slim']],
] as const)('%s', (_title, asked, expected) => {
  const { bundleId, zoneId, imageId } = validChoice(offer, { ...nothing, ...asked })
  expect([bundleId, zoneId, imageId]).toEqual(expected)
})

test.each([
  ['large', 1, ['open', 'full']],
  ['large', 2, ['open']],
  ['small', 5, []],
] as const)('%s in quantity %i is in stock in %o', (bundleId, quantity, zones) => {
  expect(zonesWithRoom(offer, bundleId, quantity).map(({ zone: { id } }) => id)).toEqual(zones)
})
