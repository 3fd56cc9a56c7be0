import { beforeEach, expect, test } from 'vitest'
import { withShared } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import {
  annulPrices,
  changeBundle,
  changeImage,
  defineAddressBundle,
  defineBundle,
  defineImage,
  definePrice,
  getBundle,
  listAnnounced,
  listBundles,
  listCatalogue,
  previewPrices,
  publishPrices,
  sellBundle,
  sellImage,
} from '../index'
import { findAddressOffer } from '../queries/catalogue'

const database = useTestDatabase()
const { sql } = database
const staff = staffTestContext(newId('staff'), ['capacity', 'accountant'])
const auditor = staffTestContext(newId('staff'), ['auditor'])
const none = { compute: '', root_disk: '', volume: '', snapshot: '', disk_snapshot: '' }
const newYear = '2035-01-01'
const newYearInstant = '2034-12-31T23:00:00.000Z'

const seed = { ...systemTestContext(), surface: 'operator' as const }

let bundleId: Id<'bundle'>
let count = 0
beforeEach(async () => {
  count += 1
  bundleId = await defineBundle(seed, {
    slug: `essai-${count}`,
    name: `Essai ${count}`,
    family: 'essential',
    vcpu: 2,
    memoryMib: 2_048,
    rootDiskGib: 20,
    volumeGib: 0,
    position: count,
  })
  const validFrom = new Date(staff.now.getTime() - 86_400_000)
  await definePrice(seed, { bundleId, meter: 'compute', microCentsPerHour: 4_900_000n, validFrom })
  await definePrice(seed, { bundleId, meter: 'root_disk', microCentsPerHour: 100_000n, validFrom })
})

const publish = async (change: { day?: string; prices: Partial<typeof none> }, ctx = staff) => {
  const input = { bundleId, day: '', ...change, prices: { ...none, ...change.prices } }
  const { basis } = await previewPrices(ctx, input)
  await publishPrices(ctx, { ...input, basis })
}
const entry = async () => (await getBundle(staff, bundleId)).bundle
const history = async () =>
  (await getBundle(staff, bundleId)).prices.map((price) => [
    price.meter,
    price.microCentsPerHour,
    price.state,
  ])
const onSale = async (now = staff.now) =>
  (await withShared(staff, (tx) => listBundles(tx, now))).find((each) => each.id === bundleId)
const events = async (event: string, subject: string = bundleId) =>
  (await sql`select 1 from audit_events where event = ${event} and subject_id = ${subject}`).length

test('a price announced for a day takes effect when that day begins in Paris', async () => {
  await publish({ day: newYear, prices: { compute: '0,0539' } })
  expect(await entry()).toMatchObject({
    state: 'on_sale',
    microCentsPerHour: 5_000_000n,
    next: { validFrom: newYearInstant, microCentsPerHour: 5_490_000n },
  })
  const announced = await withShared(staff, (tx) => listAnnounced(tx, staff.now))
  expect(announced.get(bundleId)?.microCentsPerHour).toBe(5_490_000n)
  const at = new Date(newYearInstant)
  expect((await onSale(new Date(at.getTime() - 1)))?.microCentsPerHour).toBe(5_000_000n)
  expect((await onSale(at))?.microCentsPerHour).toBe(5_490_000n)
  expect(await events('price.published')).toBe(1)
})

test('a price published for today is in force at once, and the previous one stays in the history', async () => {
  await publish({ prices: { compute: '0,0539', disk_snapshot: '0.0005' } })
  expect((await entry()).microCentsPerHour).toBe(5_490_000n)
  expect(await history()).toEqual(
    expect.arrayContaining([
      ['compute', 5_390_000n, 'in_force'],
      ['compute', 4_900_000n, 'past'],
      ['disk_snapshot', 50_000n, 'in_force'],
    ]),
  )
})

test('an announced price can be annulled until it is in force, and stays in the history', async () => {
  await publish({ day: newYear, prices: { compute: '0,0539', root_disk: '0,002' } })
  await annulPrices(staff, { bundleId, validFrom: newYearInstant })
  expect(await entry()).toMatchObject({ microCentsPerHour: 5_000_000n, next: null })
  expect((await onSale(new Date('2036-01-01')))?.microCentsPerHour).toBe(5_000_000n)
  expect(await history()).toEqual(
    expect.arrayContaining([
      ['compute', 5_390_000n, 'annulled'],
      ['compute', 4_900_000n, 'in_force'],
    ]),
  )
  // Its date is free again, and a second annulment finds nothing.
  await expect(annulPrices(staff, { bundleId, validFrom: newYearInstant })).rejects.toMatchObject({
    code: 'not_found',
  })
  await publish({ day: newYear, prices: { compute: '0,0550' } })
  const [inForce] = await sql<{ valid_from: Date }[]>`
    select valid_from from price_versions where bundle_id = ${bundleId} and meter = 'root_disk' and valid_to is null`
  await expect(
    annulPrices(staff, { bundleId, validFrom: inForce?.valid_from.toISOString() ?? '' }),
  ).rejects.toMatchObject({ code: 'state_forbids' })
})

test.each([
  [{ day: '2020-01-01', prices: { compute: '1' } }, 'day', 'day_past'],
  [{ prices: { compute: '0,049' } }, 'prices', 'price_unchanged'],
  [{ prices: {} }, 'prices', 'price_unchanged'],
  [{ prices: { volume: '1' } }, 'prices.volume', 'no_such_meter'],
] as const)('%j is rejected at its field', async (change, field, reason) => {
  await expect(publish(change)).rejects.toMatchObject({ code: 'invalid_input', field, params: { reason } })
})

test('no price begins before one that is already announced', async () => {
  await publish({ day: newYear, prices: { compute: '0,06' } })
  await expect(publish({ day: '2034-06-01', prices: { compute: '0,07' } })).rejects.toMatchObject({
    field: 'prices.compute',
    params: { reason: 'price_announced' },
  })
})

test('of concurrent publications from one preview one succeeds, and the others get a conflict', async () => {
  const input = { bundleId, day: '', prices: { ...none, compute: '0,06' } }
  const { basis } = await previewPrices(staff, input)
  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5, 6].map((n) =>
      publishPrices(staff, { ...input, prices: { ...none, compute: `0,06${n}` }, basis }),
    ),
  )
  expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  for (const each of results)
    if (each.status === 'rejected')
      expect(each.reason).toMatchObject({ code: expect.stringMatching(/conflict|invalid_input/) })
  expect((await history()).filter(([meter]) => meter === 'compute')).toHaveLength(2)
})

test('an outdated preview cannot be published', async () => {
  const input = { bundleId, day: newYear, prices: { ...none, compute: '0,06' } }
  const { basis } = await previewPrices(staff, input)
  await publish({ prices: { compute: '0,05' } })
  await expect(publishPrices(staff, { ...input, basis })).rejects.toMatchObject({ code: 'conflict' })
  expect((await entry()).next).toBeNull()
})

test('no role can rewrite a price', async () => {
  const operator = database.sqlAs('andromede_operator')
  const mine = operator`update price_versions set micro_cents_per_hour = 1 where bundle_id = ${bundleId}`
  await expect(mine).rejects.toMatchObject({ code: '42501' })
  const moved = operator`update price_versions set valid_from = now() - interval '9 days' where bundle_id = ${bundleId}`
  await expect(moved).rejects.toMatchObject({ code: '42501' })
  await expect(operator`delete from price_versions where bundle_id = ${bundleId}`).rejects.toMatchObject({
    code: '42501',
  })
})

test('a bundle is withdrawn and offered again; its name, rank and placement change, its size never', async () => {
  await sellBundle(staff, { bundleId, isOnSale: false })
  await sellBundle(staff, { bundleId, isOnSale: false })
  expect((await entry()).state).toBe('withdrawn')
  expect(await onSale()).toBeUndefined()
  expect(await events('bundle.withdrawn')).toBe(1)
  await sellBundle(staff, { bundleId, isOnSale: true })
  expect(await onSale()).toBeDefined()
  await changeBundle(staff, {
    bundleId,
    name: 'Essai renommé',
    position: 7,
    placement: 'pack',
    requiredLabels: {},
  })
  expect(await entry()).toMatchObject({ name: 'Essai renommé', position: 7, placement: 'pack' })
  await expect(changeBundle(staff, { bundleId, name: 'x', position: 1, vcpu: 64 } as never)).rejects.toThrow()
})

test('a bundle gets, changes and loses its English name, which the journal records', async () => {
  const change = (nameEn: string) =>
    changeBundle(staff, { bundleId, name: 'Essai', nameEn, position: count, requiredLabels: {} })
  await change('  Trial ')
  expect(await entry()).toMatchObject({ name: 'Essai', nameFr: 'Essai', nameEn: 'Trial' })
  const [recorded] = await sql`
    select details from audit_events where subject_id = ${bundleId} and event = 'bundle.changed'`
  expect(recorded?.details).toMatchObject({ from: { nameEn: '' }, to: { nameEn: 'Trial' } })
  await expect(change('x'.repeat(81))).rejects.toMatchObject({ issues: [{ path: ['nameEn'] }] })
  await change('')
  expect(await entry()).toMatchObject({ nameEn: '' })
})

test('an image is renamed, withdrawn and offered again', async () => {
  const imageId = await defineImage(seed, {
    slug: `image-${count}`,
    name: 'Essai',
    updatedOn: '2026-01-01',
    position: 90,
    minDiskGib: 5,
    zones: [],
  })
  const image = async () => (await listCatalogue(auditor)).images.find((each) => each.id === imageId)
  expect(await image()).toMatchObject({ hasCloudInit: false, hasSsh: null })
  await changeImage(staff, {
    imageId,
    name: 'Essai 2',
    updatedOn: '2026-02-01',
    position: 91,
    hasCloudInit: true,
    hasSsh: 'no',
  })
  await sellImage(staff, { imageId, isOnSale: false })
  expect(await image()).toMatchObject({
    name: 'Essai 2',
    hasCloudInit: true,
    hasSsh: false,
    isActive: false,
    zones: [],
    servers: 0,
  })
  await sellImage(staff, { imageId, isOnSale: true })
  expect(await image()).toMatchObject({ isActive: true })
  expect(await events('image.withdrawn', imageId)).toBe(1)
})

test('an auditor reads and cannot change anything; what does not exist is not found', async () => {
  expect((await listCatalogue(auditor)).bundles.map((each) => each.id)).toContain(bundleId)
  const prices = { ...none, compute: '1' }
  for (const forbidden of [
    () => previewPrices(auditor, { bundleId, prices }),
    () => publishPrices(auditor, { bundleId, prices, basis: '' }),
    () => annulPrices(auditor, { bundleId, validFrom: newYearInstant }),
    () => sellBundle(auditor, { bundleId, isOnSale: false }),
    () => changeBundle(auditor, { bundleId, name: 'x', position: 1, requiredLabels: {} }),
  ])
    await expect(forbidden()).rejects.toMatchObject({ code: 'forbidden' })
  const absent = newId('bundle')
  await expect(getBundle(staff, absent)).rejects.toMatchObject({ code: 'not_found' })
  await expect(previewPrices(staff, { bundleId: absent, prices })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('an empty catalogue sells public addresses once staff defined their bundle and published its price', async () => {
  const address = { slug: 'ipv4', name: 'Adresse IPv4 publique', position: 900 }
  const offer = () => withShared(staff, (tx) => findAddressOffer(tx, new Date(staff.now.getTime() + 1_000)))
  await expect(defineAddressBundle(auditor, address)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await offer()).toBeNull()
  const addresses = await defineAddressBundle(staff, address)
  expect(await offer()).toBeNull()
  const input = { bundleId: addresses, day: '', prices: { ...none, public_address: '0,0030' } }
  const { basis } = await previewPrices(staff, input)
  await publishPrices(staff, { ...input, basis })
  expect(await offer()).toMatchObject({ bundleId: addresses, microCentsPerHour: 300_000n })
  expect(await events('bundle.defined', addresses)).toBe(1)
  await expect(defineAddressBundle(staff, address)).rejects.toMatchObject({
    code: 'name_taken',
    field: 'slug',
  })
})
