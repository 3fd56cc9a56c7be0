import { type SQL, sql } from 'drizzle-orm'
import type { Column, ColumnType } from './render-row'

/**
 * FOCUS 1.2 with the columns that 1.3 adds, once for lines (`l`) and once for taxes (`v`); `p` is the document. What a
 * row cost is the amount of its line as invoiced, so that the file sums to the invoices by construction.
 */
type Pair = { type: ColumnType; line: SQL | null; tax: SQL | null; of?: 'document' }

const nothing = null
/** What lines and taxes have in common is of the document. */
const same = (type: ColumnType, value: SQL | null): Pair => ({
  type,
  line: value,
  tax: value,
  of: 'document',
})
const ofLine = (type: ColumnType, line: SQL): Pair => ({ type, line, tax: nothing })
const monthStart = sql`((p.period || '-01')::timestamp at time zone 'Europe/Paris')`
const monthEnd = sql`(((p.period || '-01')::timestamp + interval '1 month') at time zone 'Europe/Paris')`

/** A service credit that is taken back is no sale: it adjusts what an earlier month gave. */
const chargeCategory = sql`case
  when l.kind = 'service_credit' and l.net_cents > 0 and p.sign = 1 then 'Adjustment'
  when l.kind in ('usage', 'late_usage') then 'Usage'
  when l.kind in ('promotion', 'service_credit', 'gesture') or l.net_cents < 0 then 'Credit'
  else 'Purchase' end`
const chargeClass = sql`case when p.sign = -1 then 'Correction' end`
const frequency = sql`case when l.kind in ('usage', 'late_usage') then 'Usage-Based' else 'One-Time' end`
/** What was used or bought has a price; corrections say what they correct and no price. */
const isSold = sql`(${chargeCategory} in ('Usage', 'Purchase'))`
const isPriced = sql`(p.sign = 1 and ${isSold})`
const isTime = sql`(l.billed_seconds is not null and l.micro_cents_per_hour is not null)`
const isTraffic = sql`(l.billed_mebibytes is not null and l.micro_cents_per_gibibyte is not null)`

const net = sql`(p.sign * l.net_cents)::numeric * 0.01`
const vat = sql`(p.sign * v.vat_cents)::numeric * 0.01`
const quantity = sql`case when ${isTime} then round(l.billed_seconds::numeric / 3600, 9)
  when ${isTraffic} then l.billed_mebibytes::numeric / 1024 else 1 end`
const ownPrice = sql`case when ${isTime} then l.micro_cents_per_hour::numeric * 0.00000001
  when ${isTraffic} then l.micro_cents_per_gibibyte::numeric * 0.00000001 else ${net} end`
const listPrice = sql`case when ${isTime}
  then greatest(coalesce(l.list_micro_cents_per_hour, l.micro_cents_per_hour), l.micro_cents_per_hour)::numeric * 0.00000001
  when ${isTraffic} then l.micro_cents_per_gibibyte::numeric * 0.00000001 else ${net} end`
const unit = sql`case when ${isTime} then 'Hours' when ${isTraffic} then 'GiB' else 'Units' end`
const whenPriced = (value: SQL) => sql`case when ${isPriced} then ${value} end`
const whenSold = (value: SQL) => sql`case when ${isSold} then ${value} end`
const whenUsed = (value: SQL) => sql`case when ${isPriced} and ${chargeCategory} = 'Usage' then ${value} end`
/** What was sold: a bundle, or traffic, which is none. */
const sku = sql`coalesce(l.bundle_id, case when l.meter = 'traffic_out' then l.meter end, l.kind)`
/** Of traffic all of it is consumed, also what is included; what passes that has a price. */
const consumed = sql`case when ${isTraffic} then l.used_mebibytes::numeric / 1024 else ${quantity} end`

const serviceCategory = sql`case
  when l.meter = 'compute' then 'Compute'
  when l.meter in ('root_disk', 'volume', 'snapshot', 'disk_snapshot') then 'Storage'
  when l.meter in ('public_address', 'traffic_out') then 'Networking'
  else 'Other' end`
const serviceSubcategory = sql`case ${serviceCategory}
  when 'Compute' then 'Virtual Machines' when 'Storage' then 'Block Storage'
  when 'Networking' then 'Network Infrastructure' else 'Other (Other)' end`

const columns: Readonly<Record<string, Pair>> = {
  AvailabilityZone: same('text', nothing),
  BilledCost: { type: 'decimal', line: net, tax: vat },
  BillingAccountId: same('text', sql`p.organisation_id`),
  BillingAccountName: same('text', sql`p.buyer`),
  BillingAccountType: same('text', sql`'Organisation'`),
  BillingCurrency: same('text', sql`'EUR'`),
  BillingPeriodEnd: same('instant', monthEnd),
  BillingPeriodStart: same('instant', monthStart),
  CapacityReservationId: same('text', nothing),
  CapacityReservationStatus: same('text', nothing),
  ChargeCategory: { type: 'text', line: chargeCategory, tax: sql`'Tax'` },
  ChargeClass: same('text', chargeClass),
  ChargeDescription: {
    type: 'text',
    line: sql`concat_ws(', ', l.label, l.detail)`,
    tax: sql`concat('TVA ', replace(trim_scale(v.vat_rate_basis_points::numeric * 0.01)::text, '.', ','), ' %')`,
  },
  ChargeFrequency: { type: 'text', line: frequency, tax: sql`'One-Time'` },
  ChargePeriodEnd: { type: 'instant', line: sql`l.ended_at`, tax: monthEnd },
  ChargePeriodStart: { type: 'instant', line: sql`l.started_at`, tax: monthStart },
  CommitmentDiscountCategory: same('text', nothing),
  CommitmentDiscountId: same('text', nothing),
  CommitmentDiscountName: same('text', nothing),
  CommitmentDiscountQuantity: same('decimal', nothing),
  CommitmentDiscountStatus: same('text', nothing),
  CommitmentDiscountType: same('text', nothing),
  CommitmentDiscountUnit: same('text', nothing),
  ConsumedQuantity: { type: 'decimal', line: whenUsed(consumed), tax: nothing },
  ConsumedUnit: ofLine('text', whenUsed(unit)),
  ContractedCost: {
    type: 'decimal',
    line: sql`case when ${isPriced} then (${ownPrice}) * (${quantity}) else ${net} end`,
    tax: vat,
  },
  ContractedUnitPrice: { type: 'decimal', line: whenPriced(ownPrice), tax: nothing },
  EffectiveCost: { type: 'decimal', line: net, tax: vat },
  InvoiceId: same('text', sql`p.number`),
  InvoiceIssuerName: same('text', sql`p.seller`),
  ListCost: {
    type: 'decimal',
    line: sql`case when ${isPriced} then (${listPrice}) * (${quantity}) else ${net} end`,
    tax: vat,
  },
  ListUnitPrice: { type: 'decimal', line: whenPriced(listPrice), tax: nothing },
  PricingCategory: ofLine('text', whenPriced(sql`'Standard'`)),
  PricingCurrency: same('text', sql`'EUR'`),
  PricingCurrencyContractedUnitPrice: {
    type: 'decimal',
    line: whenPriced(ownPrice),
    tax: nothing,
  },
  PricingCurrencyEffectiveCost: { type: 'decimal', line: net, tax: vat },
  PricingCurrencyListUnitPrice: { type: 'decimal', line: whenPriced(listPrice), tax: nothing },
  PricingQuantity: { type: 'decimal', line: whenPriced(quantity), tax: nothing },
  PricingUnit: ofLine('text', whenPriced(unit)),
  ProviderName: same('text', sql`p.seller`),
  PublisherName: same('text', sql`p.seller`),
  RegionId: same('text', nothing),
  RegionName: same('text', nothing),
  ResourceId: ofLine('text', sql`l.resource_id`),
  ResourceName: ofLine('text', sql`case when l.resource_id is not null then coalesce(l.detail, l.label) end`),
  ResourceType: ofLine(
    'text',
    sql`case when l.resource_id is not null then initcap(coalesce(l.resource_kind, 'resource')) end`,
  ),
  ServiceCategory: { type: 'text', line: serviceCategory, tax: sql`'Other'` },
  ServiceName: { type: 'text', line: sql`l.label`, tax: sql`'TVA'` },
  ServiceSubcategory: { type: 'text', line: serviceSubcategory, tax: sql`'Other (Other)'` },
  SkuId: ofLine('text', whenSold(sku)),
  SkuMeter: ofLine('text', whenSold(sql`l.meter`)),
  SkuPriceDetails: same('json', nothing),
  SkuPriceId: ofLine(
    'text',
    whenSold(
      sql`concat_ws(':', ${sku}, l.meter, coalesce(l.list_micro_cents_per_hour, l.micro_cents_per_hour, l.micro_cents_per_gibibyte))`,
    ),
  ),
  SubAccountId: ofLine('text', sql`l.project_id`),
  SubAccountName: ofLine('text', sql`case when l.project_id is not null then l.project_name end`),
  SubAccountType: ofLine('text', sql`case when l.project_id is not null then 'Project' end`),
  Tags: ofLine('json', sql`l.tags`),
  AllocatedMethodDetails: same('json', nothing),
  AllocatedMethodId: same('text', nothing),
  AllocatedResourceId: same('text', nothing),
  AllocatedResourceName: same('text', nothing),
  AllocatedTags: same('json', nothing),
  ContractApplied: same('json', nothing),
  HostProviderName: same('text', sql`p.seller`),
  ServiceProviderName: same('text', sql`p.seller`),
  x_CostCentre: ofLine('text', sql`l.cost_centre`),
}

export const focusColumnNames = Object.keys(columns)
export const focusLineColumns = listOf('line')
export const focusTaxColumns = listOf('tax')

function listOf(side: 'line' | 'tax'): readonly Column[] {
  return Object.entries(columns).map(([name, pair]) => ({
    name,
    type: pair.type,
    value: pair[side],
    ...(pair.of && { of: pair.of }),
  }))
}
