import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BundleView, ImageView, ZoneView } from '~/lib/catalogue/client'
import { cartPrice, nameLines, offerPrice, withAddressLines } from './cart'
import { readCartLink, writeCartLink } from './cart-link'
import { apartByRack, type Offer, type OrderChoice } from './order-choice'
import { expandNames } from './resource-names'

const line = (part: Partial<OrderChoice> = {}): OrderChoice => ({
  bundleId: 'small',
  zoneId: 'open',
  imageId: '',
  sshKeyIds: [],
  name: '',
  quantity: 1,
  placement: '',
  ...part,
})
const bundle = (id: string, microCentsPerHour: bigint) => ({ id, slug: id, microCentsPerHour }) as BundleView

test('suggested names count on from each other and from typed names', () => {
  const lines = [
    line({ quantity: 3 }),
    line({ name: 'base', isNameTyped: true }),
    line(),
    line({ name: 'web-40', quantity: 2, isNameTyped: true }),
    line(),
  ]
  expect(nameLines(lines, 'web-07').map(({ name }) => name)).toEqual([
    'web-42',
    'base',
    'web-45',
    'web-40',
    'web-46',
  ])
})

test('resources of lines without a typed name all get different names', () => {
  const quantities = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 20 }), typed: fc.boolean() }), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(quantities, fc.integer({ min: 1, max: 99 }), (asked, first) => {
      const lines = asked.map(({ quantity, typed }, index) =>
        line({ quantity, ...(typed ? { name: `srv${index}`, isNameTyped: true } : {}) }),
      )
      const names = nameLines(lines, `web-${String(first).padStart(2, '0')}`).flatMap(({ name, quantity }) =>
        expandNames(name, quantity),
      )
      expect(new Set(names).size).toBe(names.length)
    }),
  )
})

test('a cart costs the sum of its rounded lines, and VAT once on the sum', () => {
  // 720 h × 4.9 cents = 35.28 €; 720 h × 0.000 694 4 cents = 0.5 cent, rounded up to 1.
  const bundles = [bundle('small', 4_900_000n), bundle('speck', 695n)]
  const price = cartPrice(
    bundles,
    [
      { bundleId: 'small', quantity: 2 },
      { bundleId: 'speck', quantity: 3 },
      { bundleId: 'gone', quantity: 9 },
    ],
    2_000,
  )
  expect(price.lines).toEqual([7_056n, 3n, 0n])
  expect(price).toMatchObject({ exclusive: 7_059n, vat: 1_412n, inclusive: 8_471n })
  expect(price.microCentsPerHour).toBe(9_802_085n)
})

test('a line with a term costs less, is summed over its term, and shows the list price', () => {
  const kept = {
    ...bundle('kept', 4_410_000n),
    prices: [{ id: 'p', meter: 'compute', microCentsPerHour: 4_410_000n, listMicroCentsPerHour: 4_900_000n }],
    listMicroCentsPerHour: 4_900_000n,
    terms: [{ months: 12, basisPoints: 2_000 }],
  } as unknown as BundleView
  const lines = [
    { bundleId: 'kept', quantity: 2, termMonths: 12 as const },
    { bundleId: 'kept', quantity: 1 },
    // A term that is not offered is ignored.
    { bundleId: 'kept', quantity: 1, termMonths: 36 as const },
  ]
  const price = cartPrice([kept], lines, 0)
  expect(price.lines).toEqual([5_080n, 3_175n, 3_175n])
  expect(price).toMatchObject({ list: 4n * 3_528n, perTerm: 12n * 5_080n })
})

const image = { id: 'img_1', slug: 'debian-13' } as unknown as ImageView
const offer: Offer = {
  bundles: [bundle('essentiel-2', 1n), bundle('disque', 1n)],
  zones: [{ id: 'zon_1', code: 'par-1', images: [image] } as unknown as ZoneView],
  stock: {},
}

test('a link carries bundle, zone, quantity, image and placement, and reads back the same', () => {
  const lines = [
    { bundleId: 'essentiel-2', zoneId: 'zon_1', imageId: 'img_1', quantity: 3, placement: apartByRack },
    { bundleId: 'disque', zoneId: 'zon_1', imageId: '', quantity: 1, placement: '' },
    { bundleId: 'disque', zoneId: 'zon_1', imageId: '', quantity: 1, placement: '', termMonths: 36 as const },
    {
      bundleId: 'essentiel-2',
      zoneId: 'zon_1',
      imageId: 'img_1',
      quantity: 2,
      placement: '',
      hasAddress: true,
    },
  ]
  const texts = writeCartLink(offer, lines)
  expect(texts).toEqual([
    'essentiel-2:par-1:3:debian-13:apart',
    'disque:par-1:1',
    'disque:par-1:1:::36',
    'essentiel-2:par-1:2:debian-13:::ipv4',
  ])
  expect(readCartLink(offer, texts)).toEqual(lines)
})

test.each(['', ':::::', 'x:y:1000000000:z', 'essentiel-2:par-1:-4', 'essentiel-2:par-1:1.5'])(
  'a hand-written link (%s) falls back to one line with quantity one',
  (text) => {
    expect(readCartLink(offer, [text])).toMatchObject([{ quantity: 1, placement: '' }])
  },
)

test('a line with public addresses costs them too, and disks take none', () => {
  const address = { ...bundle('ipv4', 300_000n), kind: 'address' } as BundleView
  const small = { ...bundle('small', 4_900_000n), kind: 'compute' } as BundleView
  const disk = { ...bundle('disk', 1_000_000n), kind: 'storage' } as BundleView
  const offer = { bundles: [small, disk], addresses: { bundle: address, free: {} } }
  const lines = [
    line({ bundleId: 'disk', hasAddress: true }),
    line({ quantity: 2, hasAddress: true }),
    line(),
    line({ hasAddress: true }),
  ]
  const price = offerPrice(offer, lines, 2_000)
  expect(price.lines).toEqual([720n, 2n * (3_528n + 216n), 3_528n, 3_528n + 216n])
  expect(price.exclusive).toBe(price.lines.reduce((sum, cents) => sum + cents, 0n))
  expect(withAddressLines(offer, lines).slice(4)).toEqual([
    { bundleId: 'ipv4', quantity: 2 },
    { bundleId: 'ipv4', quantity: 1 },
  ])
  const unsold = offerPrice({ bundles: offer.bundles, addresses: null }, lines, 0)
  expect(unsold.lines).toEqual([720n, 2n * 3_528n, 3_528n, 3_528n])
})
