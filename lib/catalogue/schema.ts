import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/)
const title = z.string().trim().min(1).max(80)
/** Left out, the French name serves both languages. */
const englishName = z.string().trim().max(80).default('')
const size = z.number().int().min(0).max(1_000_000)

export const defineZoneInput = z.strictObject({
  code: z.string().regex(/^[A-Z]{3}[0-9]{1,2}$/),
  name: title,
  city: title,
  position: size,
  driver: z.enum(['simulator', 'incus']).default('simulator'),
  placement: z.enum(['spread', 'pack']).default('spread'),
  /** First two bytes of the zone's private addresses, `10.42`; empty when the hypervisor assigns addresses. */
  addressPrefix: z.string().regex(/^(10\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2}))?$/, 'address_prefix'),
})

export const defineImageInput = z.strictObject({
  slug,
  name: title,
  updatedOn: z.iso.date(),
  position: size,
  minDiskGib: size.min(1),
  /** The instance type that it starts as; null: either. */
  instanceType: z.enum(['container', 'virtual-machine']).nullable().default(null),
  hasCloudInit: z.boolean().default(false),
  hasSsh: z.boolean().nullable().default(null),
  /** The zones that can start it, with its alias there. */
  zones: z.array(z.strictObject({ zoneId: idField('zone'), alias: z.string().min(1).max(120) })).max(50),
})

export const offerImagesInput = z.strictObject({
  zoneId: idField('zone'),
  images: z
    .array(
      z.strictObject({
        slug,
        alias: z.string().min(1).max(120),
        /** Catalogue entry for an image that is not yet known. */
        otherwise: z.strictObject({
          name: title,
          updatedOn: z.iso.date(),
          minDiskGib: size.min(1),
          instanceType: z.enum(['container', 'virtual-machine']).nullable().default(null),
          hasCloudInit: z.boolean().default(false),
          hasSsh: z.boolean().nullable().default(null),
        }),
      }),
    )
    .max(200),
})

export const defineBundleInput = z.strictObject({
  slug,
  name: title,
  nameEn: englishName,
  family: z.enum(['essential', 'memory', 'compute', 'storage', 'combined']),
  instanceType: z.enum(['container', 'virtual-machine']).default('container'),
  vcpu: size.max(256),
  memoryMib: size,
  rootDiskGib: size.max(100_000),
  volumeGib: size.max(100_000),
  volumeClass: z.enum(['fast', 'standard', 'archive']).nullable().default(null),
  requiredLabels: z.record(z.string().max(40), z.string().max(80)).default({}),
  placement: z.enum(['spread', 'pack']).nullable().default(null),
  position: size,
})

/** A bundle without parts: its only meter is the thing itself. */
export const defineServiceBundleInput = z.strictObject({
  slug,
  name: title,
  nameEn: englishName,
  position: size,
})

export const definePriceInput = z.strictObject({
  bundleId: idField('bundle'),
  meter: z.enum([
    'compute',
    'root_disk',
    'volume',
    'snapshot',
    'disk_snapshot',
    'public_address',
    'load_balancer',
  ]),
  microCentsPerHour: z.bigint().min(0n).max(1_000_000_000_000n),
  validFrom: z.date(),
})

export const bundleIdParameter = z.strictObject({ id: idField('bundle') })

/** Euros per hour as typed; empty leaves the price unchanged. */
const hourlyPrice = z
  .string()
  .trim()
  .regex(/^(\d{1,4}([.,]\d{1,6})?)?$/, 'hourly_price')
  .default('')

/** New prices of a bundle's meters, from the start of a day in Paris, or at once. */
export const priceChangeInput = z.strictObject({
  bundleId: idField('bundle'),
  /** The first day, `2027-01-01`; today or empty: at once. */
  day: z.union([z.literal(''), z.iso.date()]).default(''),
  prices: z.strictObject({
    compute: hourlyPrice,
    root_disk: hourlyPrice,
    volume: hourlyPrice,
    snapshot: hourlyPrice,
    disk_snapshot: hourlyPrice,
    public_address: hourlyPrice,
    load_balancer: hourlyPrice,
  }),
})

export const publishPricesInput = priceChangeInput.extend({
  /** The prices on which the person decided, from the preview. */
  basis: z.string().max(400),
})

export const annulPricesInput = z.strictObject({ bundleId: idField('bundle'), validFrom: z.iso.datetime() })

export const changeBundleInput = z.strictObject({
  bundleId: idField('bundle'),
  name: title,
  nameEn: englishName,
  position: size,
  placement: z.enum(['', 'spread', 'pack']).default(''),
  requiredLabels: z.record(z.string().max(40), z.string().max(80)).default({}),
})

/** Percent as typed; empty leaves the rate unchanged, 0 offers none. */
const percent = z
  .string()
  .trim()
  .regex(/^(\d{1,3}([.,]\d{1,2})?)?$/, 'rate_percent')
const rateNames = ['essential', 'memory', 'compute', 'combined', 'storage'].flatMap((family) =>
  [12, 36].map((months) => `${family}-${months}`),
)
/** Commitment discounts, from the start of a day in Paris, or at once. */
export const rateChangeInput = z.strictObject({
  day: z.union([z.literal(''), z.iso.date()]).default(''),
  rates: z.partialRecord(z.enum(rateNames as [string]), percent),
})
/** `basis`: the rates on which the person decided, from the preview. */
export const publishRatesInput = rateChangeInput.extend({ basis: z.string().max(2_000) })
export const defineRatesInput = z.strictObject({
  validFrom: z.date(),
  rates: z.array(
    z.strictObject({
      family: z.enum(['essential', 'memory', 'compute', 'combined', 'storage']),
      termMonths: z.union([z.literal(12), z.literal(36)]),
      basisPoints: z.number().int().min(0).max(9_000),
    }),
  ),
})

/** An organisation's price for a bundle (its id) or a family: a discount, or a price of the whole bundle per hour. */
const negotiatedLine = z.strictObject({
  what: z.string().min(1).max(40),
  how: z.enum(['percentage', 'fixed']),
  value: z.string().trim().max(20),
})
export const negotiatedListInput = z.strictObject({
  organisationId: idField('organisation'),
  reason: z.string().trim().min(5, 'reason_needed').max(300),
  day: z.union([z.literal(''), z.iso.date()]).default(''),
  /** Empty: the public prices. */
  lines: z.array(negotiatedLine).max(60),
})
export const publishListInput = negotiatedListInput.extend({ basis: z.string().max(40) })
export const organisationIdParameter = z.strictObject({ id: idField('organisation') })

export const createPromotionInput = z.strictObject({
  name: z.string().trim().min(3).max(60),
  /** Empty: granted to every order that it covers. */
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z0-9][A-Z0-9-]{3,23})?$/, 'promotion_code_form')
    .default(''),
  kind: z.enum(['percentage', 'credit']),
  /** Percent, or euros. */
  value: z.string().trim().max(20),
  durationMonths: z.coerce.number().int().min(1).max(36),
  startsOn: z.union([z.literal(''), z.iso.date()]).default(''),
  /** The last day on which it is granted. */
  endsOn: z.iso.date(),
  limitPerOrganisation: z.coerce.number().int().min(1).max(1_000),
  /** Empty: unlimited. */
  limitInAll: z.union([z.literal(''), z.coerce.number().int().min(1).max(1_000_000)]).default(''),
  bundleIds: z.array(idField('bundle')).max(100).default([]),
})
export const endPromotionInput = z.strictObject({ promotionId: idField('promotion') })

const fieldRule = z.enum(['open', 'default', 'fixed'])
/** `open` leaves the field to the buyer and ignores the value. */
export const setFieldsInput = z.strictObject({
  bundleId: idField('bundle'),
  zone: z.strictObject({ rule: fieldRule, value: z.string().max(40) }),
  image: z.strictObject({ rule: fieldRule, value: z.string().max(40) }),
  /** Empty: the maximum of an order line. */
  quantityMax: z.union([z.literal(''), z.coerce.number().int().min(1).max(50)]).default(''),
  placement: z.strictObject({ rule: fieldRule, value: z.enum(['none', 'apart_by_rack']) }),
  commitment: z.strictObject({ rule: fieldRule, value: z.enum(['0', '12', '36']) }),
})

export const sellBundleInput = z.strictObject({ bundleId: idField('bundle'), isOnSale: z.boolean() })

export const changeImageInput = z.strictObject({
  imageId: idField('image'),
  name: title,
  updatedOn: z.iso.date(),
  position: size,
  hasCloudInit: z.boolean(),
  hasSsh: z.enum(['unknown', 'yes', 'no']),
})

export const sellImageInput = z.strictObject({ imageId: idField('image'), isOnSale: z.boolean() })

export type PriceChangeInput = z.input<typeof priceChangeInput>
export type PublishPricesInput = z.input<typeof publishPricesInput>
export type AnnulPricesInput = z.input<typeof annulPricesInput>
export type ChangeBundleInput = z.input<typeof changeBundleInput>
export type SellBundleInput = z.input<typeof sellBundleInput>
export type ChangeImageInput = z.input<typeof changeImageInput>
export type SellImageInput = z.input<typeof sellImageInput>
export type DefineZoneInput = z.input<typeof defineZoneInput>
export type DefineImageInput = z.input<typeof defineImageInput>
export type OfferImagesInput = z.input<typeof offerImagesInput>
export type DefineServiceBundleInput = z.input<typeof defineServiceBundleInput>
export type DefineBundleInput = z.input<typeof defineBundleInput>
export type DefinePriceInput = z.input<typeof definePriceInput>
export type RateChangeInput = z.input<typeof rateChangeInput>
export type DefineRatesInput = z.input<typeof defineRatesInput>
export type NegotiatedLine = z.input<typeof negotiatedLine>
export type NegotiatedListInput = z.input<typeof negotiatedListInput>
export type PublishListInput = z.input<typeof publishListInput>
export type CreatePromotionInput = z.input<typeof createPromotionInput>
export type EndPromotionInput = z.input<typeof endPromotionInput>
export type SetFieldsInput = z.input<typeof setFieldsInput>

export const publishTrafficPriceInput = z.strictObject({
  /** Included per server and month. */
  includedGib: z.int().min(0).max(1_000_000),
  /** Euros per gibibyte, `0,0100`. */
  price: z.string().max(20),
  month: periodField,
})
export type PublishTrafficPriceInput = z.input<typeof publishTrafficPriceInput>
