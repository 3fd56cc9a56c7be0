import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { withStaff } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import {
  createPromotion,
  defineBundle,
  defineImage,
  definePrice,
  defineZone,
  endPromotion,
  findZone,
  listBundles,
  listNegotiated,
  listOwnBundles,
  listPromotions,
  listRates,
  previewList,
  previewRates,
  publishList,
  publishRates,
  setFields,
} from '../index'
import { type OwnPriceRule, ownMicroCents } from './own-price'

const { sql } = useTestDatabase()
const staffId = newId('staff')
const ctx = staffTestContext(staffId, ['capacity', 'accountant'])
const seed = { ...systemTestContext(), surface: 'operator' as const }
let own: TestBuyer
let foreign: TestBuyer
let small: Id<'bundle'>
let large: Id<'bundle'>
let zoneId: string
let imageId: Id<'image'>

beforeAll(async () => {
  const [first, second] = await makeBuyers(sql, 2)
  own = first
  foreign = second
  await makeStaff(sql, ['capacity', 'accountant'], { id: staffId })
  const zone = { code: 'PAR1', name: 'Paris', city: 'Paris', position: 1, addressPrefix: '10.42' }
  await defineZone(seed, zone)
  zoneId = (await withStaff(ctx, (tx) => findZone(tx, 'PAR1')))?.id ?? ''
  imageId = await defineImage(seed, {
    slug: 'debian-13',
    name: 'Debian 13',
    updatedOn: '2026-11-20',
    position: 1,
    minDiskGib: 5,
    zones: [{ zoneId, alias: 'debian/13' }],
  })
  small = await bundle('small', 2_450_001n, 310_007n)
  large = await bundle('large', 4_900_003n, 620_011n)
})

async function bundle(name: string, compute: bigint, disk: bigint): Promise<Id<'bundle'>> {
  const size = { vcpu: 2, memoryMib: 2_048, rootDiskGib: 20, volumeGib: 0, position: 1 }
  const id = await defineBundle(seed, { slug: `${name}-1`, name, family: 'essential', ...size })
  const validFrom = new Date(seed.now.getTime() - 86_400_000)
  await definePrice(seed, { bundleId: id, meter: 'compute', microCentsPerHour: compute, validFrom })
  await definePrice(seed, { bundleId: id, meter: 'root_disk', microCentsPerHour: disk, validFrom })
  return id
}

describe('commitment discounts', () => {
  test('are shown, published once from what was shown, and never changed afterwards', async () => {
    const input = { rates: { 'essential-12': '12,5', 'essential-36': '30' } }
    const preview = await previewRates(ctx, input)
    expect(preview.lines.map(({ termMonths, from, to }) => [termMonths, from, to])).toEqual([
      [12, 0, 1_250],
      [36, 0, 3_000],
    ])
    await publishRates(ctx, { ...input, basis: preview.basis })
    await expect(publishRates(ctx, { ...input, basis: preview.basis })).rejects.toMatchObject({
      params: { reason: 'rate_unchanged' },
    })
    const other = { rates: { 'essential-12': '10' }, day: '2035-01-01' }
    await expect(publishRates(ctx, { ...other, basis: preview.basis })).rejects.toMatchObject({
      code: 'conflict',
    })
    await publishRates(ctx, { ...other, basis: (await previewRates(ctx, other)).basis })
    const { rates } = await listRates(ctx)
    expect(rates.find(({ family, termMonths }) => family === 'essential' && termMonths === 12)).toMatchObject(
      {
        basisPoints: 1_250,
        next: { basisPoints: 1_000 },
      },
    )
    await expect(sql`update commitment_rates set basis_points = 1`).rejects.toThrow(/never changes/)
    await expect(previewRates(ctx, { rates: { 'essential-12': '95' } })).rejects.toMatchObject({
      field: 'rates.essential-12',
      params: { reason: 'rate_percent' },
    })
  })
})

describe('a negotiated list', () => {
  const list = (over: Record<string, unknown> = {}) => ({
    organisationId: own.organisationId,
    reason: 'Marché de trois ans',
    lines: [
      { what: 'essential', how: 'percentage' as const, value: '10' },
      { what: large, how: 'fixed' as const, value: '0,0400' },
    ],
    ...over,
  })

  test('is shown next to the public price, and applies to that organisation only', async () => {
    const preview = await previewList(ctx, list())
    expect(preview.changes.find(({ name }) => name === 'large')).toMatchObject({
      publicCents: 3_974n,
      fromCents: 3_974n,
      toCents: 2_880n,
    })
    await publishList(ctx, { ...list(), basis: preview.basis })
    await expect(publishList(ctx, { ...list(), basis: preview.basis })).rejects.toMatchObject({
      field: 'day',
      params: { reason: 'list_announced' },
    })
    const ours = await listOwnBundles(own.as())
    const theirs = await listOwnBundles(foreign.as())
    const price = (bundles: typeof ours, name: string) => bundles.find((bundle) => bundle.name === name)
    expect(price(ours, 'large')).toMatchObject({
      microCentsPerHour: 4_000_000n,
      listMicroCentsPerHour: 5_520_014n,
    })
    expect(price(ours, 'small')?.microCentsPerHour).toBe(2_205_001n + 279_006n)
    expect(price(theirs, 'large')?.microCentsPerHour).toBe(5_520_014n)
    expect(price(theirs, 'large')).not.toHaveProperty('listMicroCentsPerHour')
    expect(
      (await withStaff(ctx, (tx) => listBundles(tx, ctx.now))).find(({ name }) => name === 'large'),
    ).toMatchObject({
      microCentsPerHour: 5_520_014n,
    })
    expect((await listNegotiated(ctx, own.organisationId)).lists).toMatchObject([
      { state: 'in_force', reason: 'Marché de trois ans' },
    ])
    await expect(sql`delete from negotiated_prices`).rejects.toThrow(/append-only/)
    await expect(sql`update negotiated_lists set reason = 'x'`).rejects.toThrow(/never changes/)
  })

  test('is undone by publishing the previous one, also before it begins', async () => {
    const third = await makeBuyer(sql)
    const of = { organisationId: third.organisationId }
    const take = async () => {
      const { lists } = await listNegotiated(ctx, third.organisationId)
      return lists.find(({ takeBack }) => takeBack !== null)?.takeBack
    }
    const publish = async (over: Record<string, unknown>, at = ctx) => {
      const input = list({ ...of, ...over })
      await publishList(at, { ...input, basis: (await previewList(at, input)).basis })
    }
    expect(await take()).toBeUndefined()
    await publish({})
    expect(await take()).toEqual({ day: '', lines: [] })
    const [day] = addSeconds(ctx.now, 5 * 86_400)
      .toISOString()
      .split('T')
    await publish({ day, reason: 'Trop cher', lines: [] })
    const undo = await take()
    expect(undo).toEqual({
      day,
      lines: [
        { what: 'essential', how: 'percentage', value: '10.00' },
        { what: large, how: 'fixed', value: '0.040000' },
      ],
    })
    await publish({ ...undo, reason: 'Retour au tarif précédent' })
    const states = (await listNegotiated(ctx, third.organisationId)).lists.map(({ state }) => state)
    expect(states).toEqual(['announced', 'annulled', 'in_force'])
    const later = { ...ctx, now: addSeconds(ctx.now, 6 * 86_400) }
    expect((await listNegotiated(later, third.organisationId)).lists[0]).toMatchObject({
      state: 'in_force',
      lines: [{ basisPoints: 1_000 }, { microCentsPerHour: 4_000_000n }],
    })
    await publish({ reason: 'Fin du marché', lines: [] }, later)
  })

  test('is in the journal with French names, and shown to its publisher in their language', async () => {
    await sql`update bundles set name_en = 'English bundle' where id = ${large}`
    const english = { ...ctx, locale: 'en' as const }
    const { organisationId } = await makeBuyer(sql)
    const input = list({ organisationId, lines: [{ what: large, how: 'percentage', value: '10' }] })
    const preview = await previewList(english, input)
    expect(preview.changes.map(({ name }) => name)).toEqual(['English bundle'])
    await publishList(english, { ...input, basis: preview.basis })
    const [recorded] = await sql`
      select details from audit_events
      where event = 'negotiated_list.published' and organisation_id = ${organisationId}`
    expect(recorded?.details.prices).toEqual([expect.stringMatching(/^large: /)])
    await sql`update bundles set name_en = '' where id = ${large}`
  })

  test.each([
    [
      'a family at a fixed price',
      [{ what: 'memory', how: 'fixed', value: '1' }],
      'lines.0.how',
      'fixed_needs_bundle',
    ],
    ['no discount', [{ what: 'memory', how: 'percentage', value: '0' }], 'lines.0.value', 'percentage'],
    [
      'a bundle that is not on sale',
      [{ what: 'bun_x', how: 'percentage', value: '5' }],
      'lines.0.what',
      'not_on_sale',
    ],
    [
      'the same line twice',
      [
        { what: 'memory', how: 'percentage', value: '5' },
        { what: 'memory', how: 'percentage', value: '6' },
      ],
      'lines.1.what',
      'said_twice',
    ],
  ] as const)('rejects %s', async (_name, lines, field, reason) => {
    await expect(
      previewList(ctx, list({ organisationId: foreign.organisationId, lines: [...lines] })),
    ).rejects.toMatchObject({ code: 'invalid_input', field, params: { reason } })
  })

  test('rejects a price above the public one, and a past day', async () => {
    const others = { organisationId: foreign.organisationId }
    const dear = [{ what: small, how: 'fixed', value: '9' }]
    await expect(previewList(ctx, list({ ...others, lines: dear }))).rejects.toMatchObject({
      params: { reason: 'above_public' },
    })
    await expect(previewList(ctx, list({ ...others, day: '2020-01-01' }))).rejects.toMatchObject({
      field: 'day',
      params: { reason: 'day_past' },
    })
  })

  test('the database and the code compute the same price', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000 }),
        fc.bigInt(0n, 9_000_000_000n),
        async (share, price) => {
          const rule: OwnPriceRule = { bundleId: null, family: 'essential', basisPoints: share, fixed: null }
          const [row] = await sql<{ own: string }[]>`select least(${String(price)}::bigint,
            (2 * ${String(price)}::bigint * (10000 - ${share}::int) + 10000) / 20000)::text as own`
          expect(BigInt(row?.own ?? -1)).toBe(ownMicroCents(rule, 'compute', price))
        },
      ),
      { numRuns: 50 },
    )
    for (const meter of ['compute', 'root_disk', 'snapshot'] as const) {
      const [row] = await sql<{ own: string }[]>`
        select app.own_price(${own.organisationId}, ${small}, ${meter}, 1000001, now()) as own`
      expect(row?.own).toBe('900001')
    }
  })
})

describe('promotions and fields', () => {
  const promotion = {
    name: 'Rentrée',
    code: 'rentree-26',
    kind: 'percentage' as const,
    value: '15',
    durationMonths: 2,
    endsOn: '2035-01-01',
    limitPerOrganisation: 1,
  }

  test('a promotion is created with a unique code, and ended once', async () => {
    const { id } = await createPromotion(ctx, promotion)
    expect((await listPromotions(ctx)).find((each) => each.id === id)).toMatchObject({
      code: 'RENTREE-26',
      basisPoints: 1_500,
      state: 'open',
    })
    await expect(createPromotion(ctx, promotion)).rejects.toMatchObject({ code: 'name_taken', field: 'code' })
    await expect(
      createPromotion(ctx, { ...promotion, code: 'AUTRE', endsOn: '2020-01-01' }),
    ).rejects.toMatchObject({
      field: 'endsOn',
    })
    await endPromotion(ctx, { promotionId: id })
    await expect(endPromotion(ctx, { promotionId: id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a field can be fixed to a zone and an image that go together', async () => {
    const open = { rule: 'open' as const, value: '' }
    const fields = {
      bundleId: small,
      zone: { rule: 'fixed' as const, value: zoneId },
      image: { rule: 'default' as const, value: imageId },
      quantityMax: '3',
      placement: { rule: 'open' as const, value: 'none' as const },
      commitment: { rule: 'open' as const, value: '0' as const },
    }
    await setFields(ctx, fields)
    const found = (await listOwnBundles(own.as())).find(({ name }) => name === 'small')
    expect(found?.fields).toEqual({
      zone: { rule: 'fixed', value: zoneId },
      image: { rule: 'default', value: imageId },
      quantityMax: 3,
    })
    await expect(
      setFields(ctx, { ...fields, image: { rule: 'fixed', value: 'img_x' } }),
    ).rejects.toMatchObject({
      field: 'image',
    })
    await setFields(ctx, { ...fields, zone: open, image: open, quantityMax: '' })
  })

  test('read access to the catalogue does not allow publishing', async () => {
    const auditor = staffTestContext(newId('staff'), ['auditor'])
    const forbidden = { code: 'forbidden' }
    await expect(previewRates(auditor, { rates: {} })).rejects.toMatchObject(forbidden)
    await expect(createPromotion(auditor, promotion)).rejects.toMatchObject(forbidden)
    const list = { organisationId: own.organisationId, reason: 'sans droit', lines: [] }
    await expect(previewList(auditor, list)).rejects.toMatchObject(forbidden)
    expect((await listRates(auditor)).rates.length).toBe(10)
  })
})
