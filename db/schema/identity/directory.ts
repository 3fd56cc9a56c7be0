import { boolean, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import type { Address } from './identity.ts'

/** The embedded company directory: one row per establishment (SIRET). */
export const directoryEstablishments = pgTable(
  'directory_establishments',
  {
    siret: text('siret').primaryKey(),
    siren: text('siren').notNull(),
    isHeadOffice: boolean('is_head_office').notNull(),
    legalName: text('legal_name').notNull(),
    legalFormCode: text('legal_form_code').notNull(),
    legalFormLabel: text('legal_form_label').notNull(),
    address: jsonb('address').$type<Address>().notNull(),
    isPublicService: boolean('is_public_service').notNull(),
    emailDomains: text('email_domains').array().notNull().default([]),
    closedOn: text('closed_on'),
  },
  (t) => [index('directory_establishments_by_siren').on(t.siren)],
)

/** E-mail domains approved by a moderator, by legal unit: no public directory publishes them. */
export const trustedEmailDomains = pgTable(
  'trusted_email_domains',
  {
    siren: text('siren').notNull(),
    domain: text('domain').notNull(),
    /** The approving moderator; the audit trail names the application. */
    staffId: idOf('staff_id', 'staff').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.siren, t.domain] })],
)

/** Answers of the public directory API, cached for a day. */
export const directoryCache = pgTable('directory_cache', {
  identifier: text('identifier').primaryKey(),
  answer: jsonb('answer').$type<Record<string, unknown>>().notNull(),
  fetchedAt: instant('fetched_at').notNull(),
})
