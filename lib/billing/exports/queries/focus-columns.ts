import { type SQL, sql } from 'drizzle-orm'
import { constantText } from '~/db/constant-sql'
import type { Column, ColumnType } from './render-row'

/**
 * FOCUS 1.3 columns for lines (`l`) and taxes (`v`); `p` is the document. The cost of a row is the invoiced amount of
 * its line, so the file adds up to the invoices by construction.
 */
type Side = Pick<Column, 'type' | 'value' | 'often'>
type Pair = { line: Side; tax: Side; of?: 'document' }

const nothing: Side = { type: 'text', value: null }
const text = (value: SQL): Side => ({ type: 'text', value })
/** A value that cannot contain a quote: a term of the standard, or built from codes. */
const word = (value: SQL): Side => ({ type: 'written', value: sql`'"' || ${value} || '"'` })
const constant = (name: string): Side => ({ type: 'written', value: constantText(`"${name}"`) })
const written = (value: SQL): Side => ({ type: 'written', value })

/** Columns that depend only on the document, shared by lines and taxes. */
const same = (type: ColumnType, value: SQL): Pair => ({
  line: { type, value },
  tax: { type, value },
  of: 'document',
})
const constantly = (name: string): Pair => ({ line: constant(name), tax: constant(name), of: 'document' })
const lacking: Pair = { line: nothing, tax: nothing, of: 'document' }
const ofLine = (line: Side): Pair => ({ line, tax: nothing })

/** A line is under a commitment when its hourly price is that of its resource's commitment at that time. */
const commitment = sql`
  left join lateral (
    select m.id, m.term_months from commitments m
    where m.organisation_id = l.organisation_id and m.resource_id = l.resource_id and l.kind in ('usage', 'late_usage')
      and m.prices -> l.meter ->> 'committed' = l.micro_cents_per_hour::text
      and m.started_at < l.ended_at and coalesce(m.ended_at, m.ends_at) > l.started_at
    order by m.started_at desc limit 1
  ) m on true`
/** The zone is the last part of a line's detail. */
const zone = sql`
  left join zones z on l.resource_id is not null and z.code = substring(l.detail from '[^ ,]+$')`
const committed = (value: SQL): Pair =>
  ofLine(written(sql`case when n.is_priced and m.id is not null then ${value} end`))

/** A service credit that is reversed is not a sale: it adjusts an earlier month. */
const chargeCategory = sql`case
  when l.kind = 'service_credit' and l.net_cents > 0 and p.sign = 1 then 'Adjustment'
  when l.kind in ('usage', 'late_usage') then 'Usage'
  when l.kind in ('promotion', 'service_credit', 'gesture') or l.net_cents < 0 then 'Credit'
  else 'Purchase' end`
const isTime = sql`(l.billed_seconds is not null and l.micro_cents_per_hour is not null)`
const isTraffic = sql`(l.billed_mebibytes is not null and l.micro_cents_per_gibibyte is not null)`
/** The SKU: a bundle, or traffic, which has no bundle. */
const sku = sql`coalesce(l.bundle_id, case when l.meter = 'traffic_out' then l.meter end, l.kind)`

/**
 * Values used by several columns of a line are computed once (`c`, `n`) and written once (`w`): computing them per
 * column took twice as long. Usage and purchases have a price; corrections name what they correct and have none. All
 * traffic is consumed quantity, including the free allowance; only the excess has a price. `offset 0` keeps the planner
 * from inlining the subqueries.
 */
export const focusLineValues = sql`${commitment}${zone}
  cross join lateral (
    select ${chargeCategory} as category, case when ${isTime} then 'time' when ${isTraffic} then 'traffic' end as measure,
      (p.sign * l.net_cents)::numeric * 0.01 as net
    offset 0
  ) c
  cross join lateral (
    select c.category in ('Usage', 'Purchase') as is_sold, p.sign = 1 and c.category in ('Usage', 'Purchase') as is_priced,
      case c.measure when 'time' then round(l.billed_seconds::numeric / 3600, 9)
        when 'traffic' then l.billed_mebibytes::numeric / 1024 else 1 end as quantity,
      case c.measure when 'time' then l.micro_cents_per_hour::numeric * 0.00000001
        when 'traffic' then l.micro_cents_per_gibibyte::numeric * 0.00000001 else c.net end as own_price,
      case c.measure
        when 'time' then greatest(coalesce(l.list_micro_cents_per_hour, l.micro_cents_per_hour), l.micro_cents_per_hour)::numeric * 0.00000001
        when 'traffic' then l.micro_cents_per_gibibyte::numeric * 0.00000001 else c.net end as list_price,
      case c.measure when 'time' then '"Hours"' when 'traffic' then '"GiB"' else '"Units"' end as unit,
      case
        when l.meter = 'compute' then '"Compute"'
        when l.meter in ('root_disk', 'volume', 'snapshot', 'disk_snapshot') then '"Storage"'
        when l.meter in ('public_address', 'load_balancer', 'traffic_out') then '"Networking"'
        else '"Other"' end as service,
      case l.meter
        when 'compute' then '"Virtual Servers"' when 'root_disk' then '"System Disks"' when 'volume' then '"Volumes"'
        when 'snapshot' then '"Snapshots"' when 'disk_snapshot' then '"Disk Snapshots"'
        when 'public_address' then '"Public Addresses"' when 'load_balancer' then '"Load Balancers"' when 'traffic_out' then '"Outbound Traffic"'
        else '"Cloud Services"' end as service_name
    offset 0
  ) n
  cross join lateral (
    select trim_scale(c.net)::text as net,
      case when n.is_priced then trim_scale(n.quantity)::text end as quantity,
      case when n.is_priced then trim_scale(n.own_price)::text end as own_price,
      case when n.is_priced then trim_scale(n.list_price)::text end as list_price
    offset 0
  ) w`

const isUsed = sql`n.is_priced and c.category = 'Usage'`
const vat: Side = { type: 'decimal', value: sql`(p.sign * v.vat_cents)::numeric * 0.01` }
const net: Pair = { line: written(sql`w.net`), tax: vat }
const ownPrice = ofLine(written(sql`w.own_price`))
const listPrice = ofLine(written(sql`w.list_price`))
const monthStart: Side = { type: 'instant', value: sql`p.month_start` }
const monthEnd: Side = { type: 'instant', value: sql`p.month_end` }

const columns: Readonly<Record<string, Pair>> = {
  AvailabilityZone: lacking,
  BilledCost: net,
  BillingAccountId: same('text', sql`p.organisation_id`),
  BillingAccountName: same('text', sql`p.buyer`),
  BillingAccountType: constantly('Organisation'),
  BillingCurrency: constantly('EUR'),
  BillingPeriodEnd: same('instant', sql`p.month_end`),
  BillingPeriodStart: same('instant', sql`p.month_start`),
  CapacityReservationId: lacking,
  CapacityReservationStatus: lacking,
  ChargeCategory: { line: word(sql`c.category`), tax: constant('Tax') },
  // A month's line for an invoiced month is a correction.
  ChargeClass: {
    line: written(sql`case when p.sign = -1 or l.kind = 'late_usage' then '"Correction"' end`),
    tax: written(sql`case when p.sign = -1 then '"Correction"' end`),
  },
  ChargeDescription: {
    line: text(sql`concat_ws(', ', l.label, l.detail)`),
    tax: text(
      sql`concat('TVA ', replace(trim_scale(v.vat_rate_basis_points::numeric * 0.01)::text, '.', ','), ' %')`,
    ),
  },
  ChargeFrequency: {
    line: written(
      sql`case when l.kind in ('usage', 'late_usage') then '"Usage-Based"' else '"One-Time"' end`,
    ),
    tax: constant('One-Time'),
  },
  ChargePeriodEnd: {
    line: { type: 'instant', value: sql`l.ended_at`, often: sql`p.month_end` },
    tax: monthEnd,
  },
  ChargePeriodStart: {
    line: { type: 'instant', value: sql`l.started_at`, often: sql`p.month_start` },
    tax: monthStart,
  },
  CommitmentDiscountCategory: committed(sql`'"Usage"'`),
  CommitmentDiscountId: committed(sql`'"' || m.id || '"'`),
  CommitmentDiscountName: committed(sql`'"' || m.term_months || ' months"'`),
  CommitmentDiscountQuantity: committed(sql`w.quantity`),
  CommitmentDiscountStatus: committed(sql`'"Used"'`),
  CommitmentDiscountType: committed(sql`'"Term Commitment"'`),
  CommitmentDiscountUnit: committed(sql`n.unit`),
  ConsumedQuantity: ofLine(
    written(
      sql`case when ${isUsed} then case when ${isTraffic} then trim_scale(l.used_mebibytes::numeric / 1024)::text else w.quantity end end`,
    ),
  ),
  ConsumedUnit: ofLine(written(sql`case when ${isUsed} then n.unit end`)),
  ContractedCost: {
    line: written(sql`case when n.is_priced then trim_scale(n.own_price * n.quantity)::text else w.net end`),
    tax: vat,
  },
  ContractedUnitPrice: ownPrice,
  EffectiveCost: net,
  InvoiceId: same('text', sql`p.number`),
  InvoiceIssuerName: same('text', sql`p.seller`),
  ListCost: {
    line: written(sql`case when n.is_priced then trim_scale(n.list_price * n.quantity)::text else w.net end`),
    tax: vat,
  },
  ListUnitPrice: listPrice,
  PricingCategory: ofLine(
    written(
      sql`case when n.is_priced then case when m.id is null then '"Standard"' else '"Committed"' end end`,
    ),
  ),
  PricingCurrency: constantly('EUR'),
  PricingCurrencyContractedUnitPrice: ownPrice,
  PricingCurrencyEffectiveCost: net,
  PricingCurrencyListUnitPrice: listPrice,
  PricingQuantity: ofLine(written(sql`w.quantity`)),
  PricingUnit: ofLine(written(sql`case when n.is_priced then n.unit end`)),
  ProviderName: same('text', sql`p.seller`),
  PublisherName: same('text', sql`p.seller`),
  RegionId: ofLine(word(sql`z.code`)),
  RegionName: ofLine(text(sql`z.name`)),
  ResourceId: ofLine(word(sql`l.resource_id`)),
  ResourceName: ofLine(text(sql`case when l.resource_id is not null then coalesce(l.detail, l.label) end`)),
  ResourceType: ofLine(
    word(sql`case when l.resource_id is not null then initcap(coalesce(l.resource_kind, 'resource')) end`),
  ),
  ServiceCategory: { line: written(sql`n.service`), tax: constant('Other') },
  ServiceName: { line: written(sql`n.service_name`), tax: constant('VAT') },
  ServiceSubcategory: {
    line: written(sql`case n.service
      when '"Compute"' then '"Virtual Machines"' when '"Storage"' then '"Block Storage"'
      when '"Networking"' then '"Network Infrastructure"' else '"Other (Other)"' end`),
    tax: constant('Other (Other)'),
  },
  SkuId: ofLine(word(sql`case when n.is_sold then ${sku} end`)),
  SkuMeter: ofLine(word(sql`case when n.is_sold then l.meter end`)),
  SkuPriceDetails: lacking,
  SkuPriceId: ofLine(
    word(
      sql`case when n.is_sold then concat_ws(':', ${sku}, l.meter, coalesce(l.list_micro_cents_per_hour, l.micro_cents_per_hour, l.micro_cents_per_gibibyte)) end`,
    ),
  ),
  SubAccountId: ofLine(word(sql`l.project_id`)),
  SubAccountName: ofLine(text(sql`case when l.project_id is not null then l.project_name end`)),
  SubAccountType: ofLine(written(sql`case when l.project_id is not null then '"Project"' end`)),
  Tags: ofLine({ type: 'json', value: sql`l.tags` }),
  AllocatedMethodDetails: lacking,
  AllocatedMethodId: lacking,
  AllocatedResourceId: lacking,
  AllocatedResourceName: lacking,
  AllocatedTags: lacking,
  ContractApplied: lacking,
  HostProviderName: same('text', sql`p.seller`),
  ServiceProviderName: same('text', sql`p.seller`),
  x_CostCentre: ofLine(text(sql`l.cost_centre`)),
}

export const focusColumnNames = Object.keys(columns)
export const focusLineColumns = listOf('line')
export const focusTaxColumns = listOf('tax')

function listOf(side: 'line' | 'tax'): readonly Column[] {
  return Object.entries(columns).map(([name, pair]) => ({
    name,
    ...pair[side],
    ...(pair.of && { of: pair.of }),
  }))
}
