import { foreignKey, index, pgTable, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { accounts, organisations } from './identity/identity.ts'
import { instances } from './resources/compute.ts'

/**
 * A person's console of a server: the ticket that was given for it, then what became of it. Of its secret, the
 * hash alone. Nothing of what is typed or shown is kept anywhere.
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
    /** The session in which it was asked for: the console lasts no longer. */
    sessionHash: text('session_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    /** After that it opens nothing. */
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** When its gateway last said that it stands; one that says nothing for long is gone. */
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
