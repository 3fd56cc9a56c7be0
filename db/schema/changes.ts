import { customType, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * Which rows have changed lately, by topic and audience; written by triggers (`app.note_change`), read by the sites, and
 * deleted after some minutes. Unlogged: empty after a crash or a promotion.
 */
export const changes = pgTable(
  'changes',
  {
    transactionId: transactionId('transaction_id').notNull(),
    topic: text('topic').notNull(),
    /** The id of an organisation, an account or a member of staff, or `everyone`, or `staff`. */
    audience: text('audience').notNull(),
    /** Empty for rows that belong to no project. */
    projectId: text('project_id').notNull(),
    notedAt: instant('noted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.topic, t.audience, t.projectId] }),
    index('changes_by_time').on(t.notedAt),
  ],
)
