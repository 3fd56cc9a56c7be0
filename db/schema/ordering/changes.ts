import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '~/lib/kernel/ids'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'

type BackupPlace = { zoneId: Id<'zone'>; volumeClass: 'fast' | 'standard' | 'archive' }
type ScheduleRule =
  | { rhythm: 'hourly'; everyHours: number }
  | { rhythm: 'daily'; atHour: number }
  | { rhythm: 'weekly'; onWeekday: number; atHour: number }

/** Changes that may raise the price, each with its full input. */
export type ChangeRequest =
  | { kind: 'resize_instance'; instanceId: Id<'instance'>; bundleId: Id<'bundle'> }
  | { kind: 'grow_volume'; volumeId: Id<'volume'>; bundleId: Id<'bundle'> }
  | { kind: 'restore_instance'; instanceId: Id<'instance'> }
  | { kind: 'take_snapshot'; volumeId: Id<'volume'>; name: string }
  | { kind: 'take_instance_snapshot'; instanceId: Id<'instance'>; name: string }
  | { kind: 'make_image'; instanceId: Id<'instance'>; snapshotId: Id<'snapshot'> | null; name: string }
  | ({
      kind: 'make_backup'
      volumeId: Id<'volume'>
      snapshotId: Id<'snapshot'> | null
      name: string
    } & BackupPlace)
  | { kind: 'schedule_snapshots'; volumeId: Id<'volume'>; rule: ScheduleRule; keep: number }
  | ({ kind: 'schedule_backups'; volumeId: Id<'volume'>; rule: ScheduleRule; keep: number } & BackupPlace)

export type ChangeKind = ChangeRequest['kind']

/** The part of an order that changes an existing resource. */
export type OrderChange = {
  request: ChangeRequest
  /** The changed resource, or the source of a snapshot, image or backup. */
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
  /** The target: the name of a snapshot, or the French name of a bundle. */
  label: string
  /** A bundle's English name; absent where `label` serves both languages. */
  labelEn?: string
  /** The references of the resource's own order. */
  costReferences: { purchaseOrderNumber?: string } & Record<string, string>
}

/**
 * A started change that raises the monthly price. It counts in the day's sum unless it has an order, which counts
 * itself, and under its purchase order while its saga runs.
 */
export const costChanges = pgTable(
  'cost_changes',
  {
    id: idOf('id', 'costChange').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    /** The requester, or the last approver. */
    accountId: text('account_id').$type<Id<'account'>>(),
    /** The order as which it waited. */
    orderId: idOf('order_id', 'order'),
    sagaId: idOf('saga_id', 'saga'),
    kind: text('kind').$type<ChangeKind>().notNull(),
    resourceId: text('resource_id').notNull(),
    bundleKind: text('bundle_kind').$type<'compute' | 'storage' | 'combined'>().notNull(),
    /** Additional monthly price, without VAT. */
    monthlyCents: int8('monthly_cents').notNull(),
    purchaseOrderNumber: text('purchase_order_number'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('cost_changes_recent').on(t.organisationId, t.createdAt),
    uniqueIndex('cost_changes_once').on(t.orderId).where(sql`order_id is not null`),
    index('cost_changes_under')
      .on(t.organisationId, t.purchaseOrderNumber)
      .where(sql`purchase_order_number is not null`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('cost_changes_amount', sql`monthly_cents > 0`),
  ],
)
