import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../../lib/kernel/ids.ts'
import { idOf, instant } from '../columns.ts'
import { accounts, organisations } from './identity.ts'

/** With a token, a program acts for a member: with the member's rights now, limited to those of the token. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: idOf('id', 'apiToken').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull(),
    /** The last four characters of the secret. */
    hint: text('hint').notNull(),
    /** Of the secret before the last rotation, valid until `formerUntil`. */
    formerHash: text('former_hash'),
    formerUntil: instant('former_until'),
    permissions: text('permissions').array().notNull(),
    /** Null: all projects of the holder. */
    projectIds: text('project_ids').array().$type<Id<'project'>[]>(),
    /** Address ranges from which it is accepted; empty: all. */
    networks: text('networks').array().notNull().default([]),
    /** Whether it may do what asks a person for a fresh proof, such as deleting. */
    mayDestroy: boolean('may_destroy').notNull(),
    /** When its creator last gave a second factor; null without one. */
    secondFactorAt: instant('second_factor_at'),
    createdAt: instant('created_at').notNull(),
    createdFrom: text('created_from'),
    expiresAt: instant('expires_at').notNull(),
    rotatedAt: instant('rotated_at'),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
    lastUsedFrom: text('last_used_from'),
    revokedAt: instant('revoked_at'),
    revokedByAccountId: idOf('revoked_by_account_id', 'account').references(() => accounts.id),
  },
  (t) => [
    unique('api_tokens_by_organisation').on(t.organisationId, t.id),
    check('api_tokens_former', sql`(former_hash is null) = (former_until is null)`),
    uniqueIndex('api_tokens_secret_hash').on(t.secretHash),
    uniqueIndex('api_tokens_former_hash').on(t.formerHash).where(sql`former_hash is not null`),
    uniqueIndex('api_tokens_name').on(t.organisationId, t.accountId, t.name).where(sql`revoked_at is null`),
  ],
)
