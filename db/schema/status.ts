import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { organisations } from './identity/identity.ts'

/**
 * A notification that was sent: an update of an incident, or a revision of a maintenance window (`mnt_…:2`). The
 * writer of the row notifies in the same transaction, so that no one is notified twice.
 */
export const newsTellings = pgTable(
  'news_tellings',
  {
    news: text('news').notNull(),
    /** Id of an organisation, or `public`: the subscribers of the status page. */
    audience: text('audience').notNull(),
    toldAt: instant('told_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.news, t.audience] })],
)

/**
 * The maintenance calendar of an organisation, readable by every holder of its address. Only the hash of its secret
 * is stored.
 */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .primaryKey()
      .references(() => organisations.id),
    secretHash: text('secret_hash').notNull(),
    createdByAccountId: idOf('created_by_account_id', 'account').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('calendar_feeds_secret').on(t.secretHash)],
)

/** Mail subscribers of the status page; deleted when they unsubscribe. */
export const statusSubscribers = pgTable(
  'status_subscribers',
  {
    id: idOf('id', 'statusSubscriber').primaryKey(),
    email: text('email').notNull(),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Until its address is confirmed, it receives only the confirmation mail. */
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    uniqueIndex('status_subscribers_email').on(sql`lower(${t.email})`),
    index('status_subscribers_pending').on(t.createdAt).where(sql`confirmed_at is null`),
    check('status_subscribers_locale', sql`locale in ('fr', 'en')`),
  ],
)
