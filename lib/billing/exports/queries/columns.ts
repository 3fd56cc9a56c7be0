import { type SQL, sql } from 'drizzle-orm'
import type { Column } from './render-row'

const text = (name: string, value: SQL): Column => ({ name, type: 'text', value })
const code = (name: string, value: SQL): Column => ({ name, type: 'code', value })
const cents = (name: string, value: SQL): Column => ({ name, type: 'cents', value })

/** Column names as in the file; the columns that people read come first. */
export const documentColumns: readonly Column[] = [
  code('number', sql`p.number`),
  code('kind', sql`p.kind`),
  { name: 'issued_on', type: 'day', value: sql`p.issued_on` },
  { name: 'due_on', type: 'day', value: sql`p.due_on` },
  code('period', sql`p.period`),
  code('customer_code', sql`p.customer_code`),
  text('customer', sql`p.buyer`),
  text('grouping', sql`nullif(p.grouping_key, '')`),
  cents('net_eur', sql`p.sign * p.net_cents`),
  cents('vat_eur', sql`p.sign * p.vat_cents`),
  cents('gross_eur', sql`p.sign * p.gross_cents`),
]

export const lineColumns: readonly Column[] = [
  { ...code('number', sql`p.number`), of: 'document' },
  { name: 'issued_on', type: 'day', value: sql`p.issued_on`, of: 'document' },
  { name: 'position', type: 'integer', value: sql`l.position` },
  code('kind', sql`l.kind`),
  { ...code('customer_code', sql`p.customer_code`), of: 'document' },
  text('label', sql`l.label`),
  text('detail', sql`l.detail`),
  code('resource_id', sql`l.resource_id`),
  code('meter', sql`l.meter`),
  text('project', sql`l.project_name`),
  text('cost_centre', sql`l.cost_centre`),
  { name: 'tags', type: 'json', value: sql`l.tags` },
  { name: 'from', type: 'instant', value: sql`l.started_at`, often: sql`p.month_start` },
  { name: 'to', type: 'instant', value: sql`l.ended_at`, often: sql`p.month_end` },
  { name: 'used_seconds', type: 'integer', value: sql`l.used_seconds` },
  { name: 'billed_seconds', type: 'integer', value: sql`l.billed_seconds` },
  { name: 'price_eur_per_hour', type: 'price', value: sql`l.micro_cents_per_hour` },
  { name: 'list_price_eur_per_hour', type: 'price', value: sql`l.list_micro_cents_per_hour` },
  cents('net_eur', sql`p.sign * l.net_cents`),
  code('vat_category', sql`l.vat_category`),
  { name: 'vat_rate_percent', type: 'decimal', value: sql`l.vat_rate_basis_points::numeric * 0.01` },
  { name: 'used_mebibytes', type: 'integer', value: sql`l.used_mebibytes` },
  { name: 'included_mebibytes', type: 'integer', value: sql`l.included_mebibytes` },
  { name: 'billed_mebibytes', type: 'integer', value: sql`l.billed_mebibytes` },
  { name: 'price_eur_per_gib', type: 'price', value: sql`l.micro_cents_per_gibibyte` },
]

/** Usage lines only, with their counted time and traffic. */
export const usageColumns: readonly Column[] = lineColumns.filter(({ name }) =>
  [
    'number',
    'customer_code',
    'label',
    'detail',
    'resource_id',
    'meter',
    'project',
    'cost_centre',
    'tags',
    'from',
    'to',
    'used_seconds',
    'billed_seconds',
    'price_eur_per_hour',
    'used_mebibytes',
    'included_mebibytes',
    'billed_mebibytes',
    'price_eur_per_gib',
    'net_eur',
  ].includes(name),
)

export const usageLines = sql`l.kind in ('usage', 'late_usage')`
export const everyLine = sql`true`
export const noValues = sql``
