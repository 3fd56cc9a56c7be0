import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from './columns.ts'

/**
 * How private networks of a zone are made. `bridges`: one bridge on each host; ranges are unique in the zone, and servers
 * on two hosts cannot connect. `ovn`: one network across all hosts, with any range.
 */
export const networkTechnologies = ['bridges', 'ovn'] as const
export type NetworkTechnology = (typeof networkTechnologies)[number]

export const zones = pgTable(
  'zones',
  {
    id: idOf('id', 'zone').primaryKey(),
    /** Short name on every screen, e.g. PAR1. */
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    city: text('city').notNull(),
    position: integer('position').notNull(),
    state: text('state').$type<'in_service' | 'maintenance' | 'closed'>().notNull(),
    driver: text('driver').$type<'simulator' | 'incus'>().notNull().default('simulator'),
    placement: text('placement').$type<'spread' | 'pack'>().notNull().default('spread'),
    /** Sell only while the load of any single rack still fits in the others. */
    keepsHeadroom: boolean('keeps_headroom').notNull().default(false),
    networkTechnology: text('network_technology').$type<NetworkTechnology>().notNull().default('ovn'),
    /** Dotted /16 prefix from which this zone's private addresses are taken, e.g. `10.42`. */
    addressPrefix: text('address_prefix').notNull(),
  },
  () => [check('zones_network_technology', sql`network_technology in ('bridges', 'ovn')`)],
)

/**
 * When a worker last got an answer from a zone's hypervisor, and the last failure. For a simulated zone, whose
 * datacenter is in the database itself, only which worker checks its hosts.
 */
export const zoneReach = pgTable('zone_reach', {
  zoneId: idOf('zone_id', 'zone')
    .primaryKey()
    .references(() => zones.id),
  reachedAt: instant('reached_at'),
  failedAt: instant('failed_at'),
  failureCode: text('failure_code'),
  /** The hypervisor's message, verbatim. */
  failureText: text('failure_text'),
  /** Whether an agent of ours can observe from each cluster member; null before the first check. */
  vantages: jsonb('vantages').$type<VantageReport[]>(),
  vantagesCheckedAt: instant('vantages_checked_at'),
  /** Whether its hypervisor can make load balancers; null before the first check. */
  hasBalancers: boolean('has_balancers'),
  balancersCheckedAt: instant('balancers_checked_at'),
  /** The worker that listens to the hypervisor's events, until then. */
  watchedBy: text('watched_by'),
  watchedUntil: instant('watched_until'),
  /** The worker that checks whether the hosts of the zone answer, until then. */
  hostsLookedBy: text('hosts_looked_by'),
  hostsLookedUntil: instant('hosts_looked_until'),
  /** SHA-256 of the certificate of the hypervisor behind the zone's socket; null for one reached over HTTPS. */
  fingerprint: text('fingerprint').unique(),
})

/** `member` is null without a cluster; `text` is the hypervisor's message, verbatim. */
export type VantageReport = { member: string | null; isUp: boolean; text: string }

export const images = pgTable('images', {
  id: idOf('id', 'image').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  updatedOn: text('updated_on').notNull(),
  position: integer('position').notNull(),
  isActive: boolean('is_active').notNull().default(true),
  minDiskGib: integer('min_disk_gib').notNull(),
  /** Instance type that it can start as; null: either. */
  instanceType: text('instance_type').$type<'container' | 'virtual-machine'>(),
  /** Runs cloud-init at first boot: installs keys on virtual machines, and takes user data. */
  hasCloudInit: boolean('has_cloud_init').notNull().default(false),
  /** Has an SSH server from its first boot; null: unknown. */
  hasSsh: boolean('has_ssh'),
})

/** Which image a zone's hypervisor has, and under which alias. */
export const zoneImages = pgTable(
  'zone_images',
  {
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    imageId: idOf('image_id', 'image')
      .notNull()
      .references(() => images.id),
    alias: text('alias').notNull(),
    /** What the hypervisor last reported of the image; null before, or where it reports nothing. */
    hasCloudInit: boolean('has_cloud_init'),
    hasSsh: boolean('has_ssh'),
  },
  (t) => [primaryKey({ columns: [t.zoneId, t.imageId] })],
)

export type BundleFamilyName =
  | 'essential'
  | 'memory'
  | 'compute'
  | 'storage'
  | 'combined'
  | 'address'
  | 'balancer'

/** The operator's rule for a field of an order line: a fixed value, or a default that the buyer may change. */
export type FieldRule<V> = { rule: 'fixed' | 'default'; value: V }
export type OrderFields = {
  zone?: FieldRule<string> | undefined
  image?: FieldRule<string> | undefined
  /** Largest quantity of one line. */
  quantityMax?: number | undefined
  placement?: FieldRule<'none' | 'apart_by_rack'> | undefined
  /** Months; 0: hourly. */
  commitment?: FieldRule<0 | 12 | 36> | undefined
}

/**
 * A bundle has a compute part (vcpu, memory, root disk), a storage part (a volume), or both, which determines its
 * kind. A bundle with neither is a public address or a load balancer.
 */
export const bundles = pgTable(
  'bundles',
  {
    id: idOf('id', 'bundle').primaryKey(),
    slug: text('slug').notNull().unique(),
    /** In French, and on every document, e.g. « Essentiel 4 ». */
    name: text('name').notNull(),
    /** Shown in English; empty where the French name serves both. */
    nameEn: text('name_en').notNull().default(''),
    kind: text('kind').$type<'compute' | 'storage' | 'combined' | 'address' | 'balancer'>().notNull(),
    family: text('family').$type<BundleFamilyName>().notNull(),
    instanceType: text('instance_type')
      .$type<'container' | 'virtual-machine'>()
      .notNull()
      .default('container'),
    vcpu: integer('vcpu').notNull(),
    memoryMib: integer('memory_mib').notNull(),
    rootDiskGib: integer('root_disk_gib').notNull(),
    volumeGib: integer('volume_gib').notNull(),
    volumeClass: text('volume_class').$type<'fast' | 'standard' | 'archive'>(),
    /** Its servers are placed on hosts that carry all of these labels. */
    requiredLabels: jsonb('required_labels').$type<Record<string, string>>().notNull().default({}),
    /** How its servers are placed; null: like its zone. */
    placement: text('placement').$type<'spread' | 'pack'>(),
    /** Fields that are fixed or prefilled for the buyer; the others are free. */
    orderFields: jsonb('order_fields').$type<OrderFields>().notNull().default({}),
    position: integer('position').notNull(),
    isActive: boolean('is_active').notNull().default(true),
  },
  () => [
    check('bundles_placement', sql`placement in ('spread', 'pack')`),
    check(
      'bundles_parts',
      sql`(kind = 'compute' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib = 0)
       or (kind = 'storage' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib > 0 and volume_class is not null)
       or (kind = 'combined' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib > 0 and volume_class is not null)
       or (kind in ('address', 'balancer') and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib = 0)`,
    ),
  ],
)

/**
 * Meters: compute ends when a server stops; the root disk and volumes continue. `snapshot` is a snapshot of a
 * bundle's volume, `disk_snapshot` one of its root disk; a bundle without that price is sold without snapshots.
 */
export type Meter =
  | 'compute'
  | 'root_disk'
  | 'volume'
  | 'snapshot'
  | 'disk_snapshot'
  | 'public_address'
  | 'load_balancer'

/** What an invoice line bills: time of a meter, or a server's outgoing traffic. */
export type BilledMeter = Meter | 'traffic_out'

/**
 * The dated price of one meter of one bundle, in force over `[valid_from, valid_to)`. Never changed, only succeeded.
 */
export const priceVersions = pgTable(
  'price_versions',
  {
    id: idOf('id', 'priceVersion').primaryKey(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    meter: text('meter').$type<Meter>().notNull(),
    microCentsPerHour: int8('micro_cents_per_hour').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    index('price_versions_by_bundle').on(t.bundleId, t.meter, t.validFrom),
    check('price_versions_price', sql`micro_cents_per_hour >= 0`),
    check('price_versions_order', sql`valid_to is null or valid_to >= valid_from`),
  ],
)
