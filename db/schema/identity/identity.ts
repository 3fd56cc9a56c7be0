import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { MemberRole, OrganisationState, StaffRole } from '../../../lib/kernel/op-context.ts'
import { idOf, instant, int8 } from '../columns.ts'

/** People on the customers' side. Staff live in `staff_accounts`: separate directories, by design. */
export const accounts = pgTable('accounts', {
  id: idOf('id', 'account').primaryKey(),
  /** Normalised: NFKC, trimmed, lower case. */
  email: text('email').notNull().unique(),
  fullName: text('full_name').notNull(),
  passwordHash: text('password_hash').notNull(),
  locale: text('locale').$type<'fr' | 'en'>().notNull().default('fr'),
  emailVerifiedAt: instant('email_verified_at'),
  totpSecretSealed: text('totp_secret_sealed'),
  totpEnabledAt: instant('totp_enabled_at'),
  /** Last accepted TOTP step: each code is valid once. */
  totpLastStep: int8('totp_last_step'),
  disabledAt: instant('disabled_at'),
  createdAt: instant('created_at').notNull(),
})

export const staffAccounts = pgTable('staff_accounts', {
  id: idOf('id', 'staff').primaryKey(),
  email: text('email').notNull().unique(),
  fullName: text('full_name').notNull(),
  passwordHash: text('password_hash').notNull(),
  roles: text('roles').array().$type<StaffRole[]>().notNull(),
  locale: text('locale').$type<'fr' | 'en'>().notNull().default('fr'),
  totpSecretSealed: text('totp_secret_sealed'),
  totpEnabledAt: instant('totp_enabled_at'),
  totpLastStep: int8('totp_last_step'),
  disabledAt: instant('disabled_at'),
  createdAt: instant('created_at').notNull(),
})

/** The cookie carries the secret; the row stores its SHA-256. */
export const accountSessions = pgTable(
  'account_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** Absolute limit; the idle limit is computed from `last_seen_at`. */
    expiresAt: instant('expires_at').notNull(),
    secondFactorAt: instant('second_factor_at'),
    userAgent: text('user_agent'),
    ip: text('ip'),
    endedAt: instant('ended_at'),
    endedReason: text('ended_reason'),
  },
  (t) => [index('account_sessions_by_account').on(t.accountId)],
)

export const staffSessions = pgTable(
  'staff_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    staffId: idOf('staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    secondFactorAt: instant('second_factor_at'),
    userAgent: text('user_agent'),
    ip: text('ip'),
    endedAt: instant('ended_at'),
    endedReason: text('ended_reason'),
  },
  (t) => [index('staff_sessions_by_staff').on(t.staffId)],
)

export const accountRecoveryCodes = pgTable(
  'account_recovery_codes',
  {
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.codeHash] })],
)

export const staffRecoveryCodes = pgTable(
  'staff_recovery_codes',
  {
    staffId: idOf('staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.codeHash] })],
)

/** Single-use links sent by mail; the row stores the SHA-256 of the secret. */
export const accountTokens = pgTable(
  'account_tokens',
  {
    id: idOf('id', 'token').primaryKey(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    purpose: text('purpose').$type<'confirm_email' | 'reset_password'>().notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('account_tokens_by_account').on(t.accountId)],
)

export type Address = { line1: string; line2?: string; postcode: string; city: string; countryCode: string }

export const organisations = pgTable(
  'organisations',
  {
    id: idOf('id', 'organisation').primaryKey(),
    /** `company` by SIREN, `public_body` by SIRET, `eu_company` by VAT number. */
    kind: text('kind').$type<'company' | 'public_body' | 'eu_company'>().notNull(),
    state: text('state').$type<OrganisationState>().notNull(),
    legalName: text('legal_name').notNull(),
    siren: text('siren'),
    siret: text('siret'),
    vatNumber: text('vat_number'),
    /** INSEE category of legal form, four digits; null for a foreign company. */
    legalFormCode: text('legal_form_code'),
    legalFormLabel: text('legal_form_label').notNull(),
    legalAddress: jsonb('legal_address').$type<Address>().notNull(),
    billingContactName: text('billing_contact_name').notNull(),
    billingContactEmail: text('billing_contact_email').notNull(),
    billingAddress: jsonb('billing_address').$type<Address>().notNull(),
    /** The company directory's answer at submission, as shown to the moderator. */
    directoryAnswer: jsonb('directory_answer').$type<Record<string, unknown>>(),
    directoryStatus: text('directory_status')
      .$type<'verified' | 'differs' | 'unknown' | 'closed' | 'unavailable' | 'not_applicable'>()
      .notNull(),
    /** Limit of committed monthly spending, cents without VAT; null once a moderator lifted it. */
    spendingCapCents: int8('spending_cap_cents'),
    isDemonstration: boolean('is_demonstration').notNull().default(false),
    submittedAt: instant('submitted_at').notNull(),
    decidedAt: instant('decided_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('organisations_by_siren').on(t.siren),
    // A refused or closed organisation releases its identifier: the same body may apply again.
    uniqueIndex('organisations_siret').on(t.siret).where(sql`state not in ('refused', 'closed')`),
    uniqueIndex('organisations_company_siren')
      .on(t.siren)
      .where(sql`kind = 'company' and state not in ('refused', 'closed')`),
    uniqueIndex('organisations_foreign_vat')
      .on(t.vatNumber)
      .where(sql`kind = 'eu_company' and state not in ('refused', 'closed')`),
    index('organisations_by_state').on(t.state, t.submittedAt),
    check(
      'organisations_identifier',
      sql`(kind = 'eu_company' and vat_number is not null) or (kind <> 'eu_company' and siren ~ '^[0-9]{9}$')`,
    ),
    check('organisations_public_siret', sql`kind <> 'public_body' or siret ~ '^[0-9]{14}$'`),
  ],
)

export const organisationMembers = pgTable(
  'organisation_members',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    id: idOf('id', 'member').notNull().unique(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    role: text('role').$type<MemberRole>().notNull(),
    createdAt: instant('created_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    unique('organisation_members_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('organisation_members_active')
      .on(t.organisationId, t.accountId)
      .where(sql`removed_at is null`),
    index('organisation_members_by_account').on(t.accountId),
  ],
)

/** A request of a person to join an existing organisation; an owner decides. */
export const joinRequests = pgTable(
  'join_requests',
  {
    id: idOf('id', 'joinRequest').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    message: text('message').notNull(),
    state: text('state').$type<'pending' | 'accepted' | 'refused'>().notNull().default('pending'),
    decidedByAccountId: idOf('decided_by_account_id', 'account'),
    decidedAt: instant('decided_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('join_requests_pending').on(t.organisationId, t.accountId).where(sql`state = 'pending'`),
    index('join_requests_by_account').on(t.accountId),
  ],
)

/** The thread between applicant and moderator: submissions, questions, answers, decisions. Append-only. */
export const moderationEvents = pgTable(
  'moderation_events',
  {
    id: idOf('id', 'moderationEvent').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind')
      .$type<
        | 'submitted'
        | 'resubmitted'
        | 'asked'
        | 'answered'
        | 'accepted'
        | 'accepted_by_rule'
        | 'refused'
        | 'cap_lifted'
        /** The e-mail address was not confirmed in time: the identifier is free again. */
        | 'lapsed'
        /** The operator needs longer and gave a date. */
        | 'held'
      >()
      .notNull(),
    /** Null for an event about the organisation as a whole. */
    caseId: idOf('case_id', 'moderationCase'),
    accountId: idOf('account_id', 'account'),
    staffId: idOf('staff_id', 'staff'),
    text: text('text').notNull().default(''),
    facts: jsonb('facts').$type<Record<string, unknown>>(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('moderation_events_by_organisation').on(t.organisationId, t.createdAt),
    index('moderation_events_by_case').on(t.caseId).where(sql`case_id is not null`),
  ],
)

export const projects = pgTable(
  'projects',
  {
    id: idOf('id', 'project').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    isDefault: boolean('is_default').notNull(),
    /** The project's cost centre in the buyer's accounts; copied to all its charges. */
    costCentre: text('cost_centre'),
    tags: jsonb('tags').$type<Record<string, string>>().notNull().default({}),
    createdAt: instant('created_at').notNull(),
    /** Archived: it accepts no orders; it was empty when it was archived. */
    archivedAt: instant('archived_at'),
  },
  (t) => [
    unique('projects_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('projects_open_name').on(t.organisationId, t.name).where(sql`archived_at is null`),
    check('projects_default_stays', sql`not is_default or archived_at is null`),
    uniqueIndex('projects_default').on(t.organisationId).where(sql`is_default`),
  ],
)

/** Terms of sale and data-processing agreement: one row per published version. */
export const legalDocuments = pgTable(
  'legal_documents',
  {
    kind: text('kind').$type<'terms' | 'dpa'>().notNull(),
    version: text('version').notNull(),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.version] })],
)

export const legalAcceptances = pgTable(
  'legal_acceptances',
  {
    id: idOf('id', 'acceptance').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    kind: text('kind').$type<'terms' | 'dpa'>().notNull(),
    version: text('version').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
  },
  (t) => [
    unique('legal_acceptances_once').on(t.organisationId, t.kind, t.version),
    foreignKey({
      columns: [t.kind, t.version],
      foreignColumns: [legalDocuments.kind, legalDocuments.version],
    }),
  ],
)

export const sshKeys = pgTable(
  'ssh_keys',
  {
    id: idOf('id', 'sshKey').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    algorithm: text('algorithm').notNull(),
    publicKey: text('public_key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdByAccountId: idOf('created_by_account_id', 'account').notNull(),
    createdAt: instant('created_at').notNull(),
    deletedAt: instant('deleted_at'),
  },
  (t) => [
    unique('ssh_keys_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('ssh_keys_name').on(t.organisationId, t.name).where(sql`deleted_at is null`),
    uniqueIndex('ssh_keys_fingerprint').on(t.organisationId, t.fingerprint).where(sql`deleted_at is null`),
  ],
)

/** Fixed-window counters shared by all processes; see rate-limiter-flexible. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: int8('expire'),
})
