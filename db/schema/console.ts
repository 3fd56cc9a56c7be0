import { foreignKey, index, pgTable, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { accounts, organisations } from './identity/identity.ts'
import { instances } from './resources/compute.ts'

/**
 * A console ticket of one person for one server, then the state of that console. Only the hash of its secret is
 * stored. Nothing that is typed or shown is stored.
 */
export const consoleTickets = pgTable(
  'console_tickets',
  {
    secretHash: text('secret_hash').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    instanceId: idOf('instance_id', 'instance').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    /** The session that requested it: the console ends with it. */
    sessionHash: text('session_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The ticket expires at this instant. */
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** Last heartbeat from its gateway; without one for long, the console counts as closed. */
    seenAt: instant('seen_at'),
    closedAt: instant('closed_at'),
  },
  (t) => [
    index('console_tickets_by_account').on(t.accountId, t.usedAt),
    index('console_tickets_by_expiry').on(t.expiresAt),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)
