import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { organisations } from './identity/identity.ts'

/**
 * What somebody has been told: an update of an incident, or a revision of a maintenance window (`mnt_…:2`). Whoever
 * writes the row tells, in the same transaction, so that nobody is told twice.
 */
export const newsTellings = pgTable(
  'news_tellings',
  {
    news: text('news').notNull(),
    /** Id of an organisation, or `public`: those who subscribe to the status page. */
    audience: text('audience').notNull(),
    toldAt: instant('told_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.news, t.audience] })],
)

/** The calendar of an organisation's maintenance: whoever has its address reads it. Only the hash of its secret is kept. */
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

/** Who wants the news of the status page by mail; gone with the unsubscription. */
export const statusSubscribers = pgTable(
  'status_subscribers',
  {
    id: idOf('id', 'statusSubscriber').primaryKey(),
    email: text('email').notNull(),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Until its address is confirmed nothing is sent to it but the question. */
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    uniqueIndex('status_subscribers_email').on(sql`lower(${t.email})`),
    index('status_subscribers_pending').on(t.createdAt).where(sql`confirmed_at is null`),
    check('status_subscribers_locale', sql`locale in ('fr', 'en')`),
  ],
)
