import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  date,
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
import type { BilledMeter } from '../catalogue.ts'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, staffAccounts } from '../identity/identity.ts'
import { sellingEntities } from '../ordering/ordering.ts'
import type { ResourceKind } from '../resources/compute.ts'

/**
 * JSON kept as the exact text that was written, so that its hash can be recomputed. Read as a value, written as
 * text.
 */
const jsonText = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: (value) => value,
})

/** The seller's details on invoices and their numbering, in addition to those of the legal notice. */
export const billingSellers = pgTable(
  'billing_sellers',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .primaryKey()
      .references(() => sellingEntities.id),
    siret: text('siret').notNull(),
    /** EAS scheme and identifier under which it sends e-invoices. */
    electronicScheme: text('electronic_scheme').notNull(),
    electronicId: text('electronic_id').notNull(),
    iban: text('iban').notNull(),
    bic: text('bic').notNull(),
    accountHolder: text('account_holder').notNull(),
    vatOnDebits: boolean('vat_on_debits').notNull(),
    invoicePrefix: text('invoice_prefix').notNull(),
    creditNotePrefix: text('credit_note_prefix').notNull(),
    /** From this amount without VAT on, a concession needs a second approver. */
    fourEyesFromCents: int8('four_eyes_from_cents').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [
    check(
      'billing_sellers_prefixes',
      sql`invoice_prefix ~ '^[A-Z]{2,6}$' and credit_note_prefix ~ '^[A-Z]{2,6}$'`,
    ),
    check('billing_sellers_apart', sql`invoice_prefix <> credit_note_prefix`),
    check('billing_sellers_four_eyes', sql`four_eyes_from_cents >= 0`),
  ],
)

/** One invoice, or one per value; purchase orders, engagements and markets always have their own. */
export type InvoiceGrouping = 'organisation' | 'project' | 'cost_centre'

/**
 * Why the address alone does not determine the VAT: `franchise` buys without VAT against a certificate (CGI 275),
 * `international_body` is exempt under article 151 of the directive.
 */
export type VatRegime = 'by_address' | 'franchise' | 'international_body'

/** Whether a customer is a taxable person (CGI 256 A); e-invoices are for taxable persons. */
export type VatStatus = 'taxable' | 'not_taxable'

/** How an organisation is invoiced. Without a row: one invoice, in French, by transfer after 30 days. */
export const billingProfiles = pgTable(
  'billing_profiles',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .primaryKey()
      .references(() => organisations.id),
    /** Its subledger account, e.g. C000042. */
    customerCode: text('customer_code').unique(),
    grouping: text('grouping').$type<InvoiceGrouping>().notNull().default('organisation'),
    language: text('language').$type<'fr' | 'en'>().notNull().default('fr'),
    vatRegime: text('vat_regime').$type<VatRegime>().notNull().default('by_address'),
    vatCertificate: text('vat_certificate'),
    vatRegimeUntil: date('vat_regime_until'),
    /** As declared by the customer or the billing office; null: derived from its VAT number and legal form. */
    vatStatus: text('vat_status').$type<VatStatus>(),
    /** Set by the billing office: the customer can no longer change it. */
    vatStatusByOffice: boolean('vat_status_by_office').notNull().default(false),
    paymentMethod: text('payment_method')
      .$type<'transfer' | 'direct_debit' | 'mandat_administratif'>()
      .notNull()
      .default('transfer'),
    mandateReference: text('mandate_reference'),
    paymentDays: integer('payment_days').notNull().default(30),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [
    check('billing_profiles_days', sql`payment_days between 0 and 60`),
    check('billing_profiles_certificate', sql`vat_regime = 'by_address' or vat_certificate is not null`),
    check('billing_profiles_vat_status', sql`vat_status in ('taxable', 'not_taxable')`),
    check('billing_profiles_mandate', sql`payment_method <> 'direct_debit' or mandate_reference is not null`),
  ],
)

/** The last number of each series, e.g. FAC-2026; taken in the transaction that finalises a document. */
export const documentSeries = pgTable(
  'document_series',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    series: text('series').notNull(),
    lastNumber: integer('last_number').notNull().default(0),
    lastIssuedOn: date('last_issued_on'),
  },
  (t) => [primaryKey({ columns: [t.sellingEntityId, t.series] })],
)

/**
 * Invoices and credit notes. A draft has no number and is replaced as a whole; a final document never changes.
 * `content` is the document as issued (`IssuedDocument`), `contentSha256` the SHA-256 of its text.
 */
export const billingDocuments = pgTable(
  'billing_documents',
  {
    id: idOf('id', 'invoice').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    kind: text('kind').$type<'invoice' | 'credit_note'>().notNull(),
    state: text('state').$type<'draft' | 'final'>().notNull(),
    series: text('series'),
    number: text('number').unique(),
    issuedOn: date('issued_on'),
    dueOn: date('due_on'),
    /** The month billed, `2026-10`. */
    period: text('period').notNull(),
    /** What its lines have in common, by the buyer's grouping; empty for one invoice of everything. */
    groupingKey: text('grouping_key').notNull(),
    projectId: idOf('project_id', 'project'),
    /** The invoice that a credit note corrects. */
    correctsDocumentId: idOf('corrects_document_id', 'invoice'),
    netCents: int8('net_cents').notNull(),
    vatCents: int8('vat_cents').notNull(),
    grossCents: int8('gross_cents').notNull(),
    content: jsonText('content').notNull(),
    contentSha256: text('content_sha256').notNull(),
    finalisedAt: instant('finalised_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('billing_documents_by_organisation').on(t.organisationId, t.id),
    index('billing_documents_recent').on(t.organisationId, t.issuedOn),
    index('billing_documents_by_period').on(t.period, t.organisationId),
    index('billing_documents_corrections')
      .on(t.correctsDocumentId)
      .where(sql`corrects_document_id is not null`),
    foreignKey({
      name: 'billing_documents_corrects',
      columns: [t.organisationId, t.correctsDocumentId],
      foreignColumns: [t.organisationId, t.id],
    }),
    check('billing_documents_period', sql`period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
    check('billing_documents_gross', sql`gross_cents = net_cents + vat_cents`),
    check('billing_documents_number', sql`number ~ '^[A-Za-z0-9+_/-]{1,35}$'`),
    check(
      'billing_documents_final',
      sql`(state = 'final') = (number is not null) and (state = 'final') = (finalised_at is not null) and (state = 'final') = (issued_on is not null and due_on is not null and series is not null)`,
    ),
    check('billing_documents_correction', sql`(kind = 'credit_note') = (corrects_document_id is not null)`),
  ],
)

/**
 * The lines of a document as rows, for exports and the explorer. A trigger checks once per statement that they
 * belong to the document and its organisation. A usage line of an invoice carries `bound`: no resource's meter is
 * billed twice for the same part of the same month.
 */
export const billingDocumentLines = pgTable(
  'billing_document_lines',
  {
    documentId: idOf('document_id', 'invoice').notNull(),
    position: integer('position').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    kind: text('kind')
      .$type<
        'usage' | 'commitment_exit' | 'promotion' | 'service_credit' | 'gesture' | 'late_usage' | 'fee'
      >()
      .notNull(),
    label: text('label').notNull(),
    detail: text('detail'),
    resourceId: text('resource_id'),
    resourceKind: text('resource_kind').$type<ResourceKind | 'address'>(),
    bundleId: idOf('bundle_id', 'bundle'),
    meter: text('meter').$type<BilledMeter>(),
    projectId: idOf('project_id', 'project'),
    projectName: text('project_name'),
    costCentre: text('cost_centre'),
    tags: jsonb('tags').$type<Record<string, string>>(),
    documentReferences: jsonb('document_references').$type<Record<string, string>>(),
    /** The month of the usage, `2026-10`; for late usage it is earlier than the document's. */
    usagePeriod: text('usage_period').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    usedSeconds: int8('used_seconds'),
    billedSeconds: int8('billed_seconds'),
    microCentsPerHour: int8('micro_cents_per_hour'),
    listMicroCentsPerHour: int8('list_micro_cents_per_hour'),
    /** Traffic in whole mebibytes: used, included and billed. */
    usedMebibytes: int8('used_mebibytes'),
    includedMebibytes: int8('included_mebibytes'),
    billedMebibytes: int8('billed_mebibytes'),
    microCentsPerGibibyte: int8('micro_cents_per_gibibyte'),
    netCents: int8('net_cents').notNull(),
    vatCategory: text('vat_category').$type<'S' | 'E' | 'AE' | 'O' | 'G' | 'Z'>().notNull(),
    vatRateBasisPoints: integer('vat_rate_basis_points').notNull(),
    /** Resource, meter, month, price and month of billing; null for lines that are not usage, and on credit notes. */
    bound: text('bound'),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.position] }),
    uniqueIndex('billing_document_lines_bound').on(t.bound).where(sql`bound is not null`),
    index('billing_document_lines_by_month').on(t.organisationId, t.usagePeriod),
  ],
)

/**
 * Invoices that were rejected and issued again under a new number, with the credit note that cancelled them. Usage
 * and credits are computed on the first invoice: the credit note and the new number change nothing about them.
 */
export const invoiceReplacements = pgTable(
  'invoice_replacements',
  {
    replacedDocumentId: idOf('replaced_document_id', 'invoice').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** The first invoice, if the replaced one was itself a replacement. */
    originalDocumentId: idOf('original_document_id', 'invoice').notNull(),
    creditNoteId: idOf('credit_note_id', 'invoice').notNull().unique(),
    documentId: idOf('document_id', 'invoice').notNull().unique(),
    /**
     * A platform rejected the replaced invoice, so its buyer never received it: the credit note is not sent there
     * either.
     */
    isInternal: boolean('is_internal').notNull(),
    reason: text('reason').notNull(),
    staffId: idOf('staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) =>
    (['replaced', 'original', 'credit_note', 'document'] as const).map((name) =>
      foreignKey({
        name: `invoice_replacements_${name}`,
        columns: [
          t.organisationId,
          {
            replaced: t.replacedDocumentId,
            original: t.originalDocumentId,
            credit_note: t.creditNoteId,
            document: t.documentId,
          }[name],
        ],
        foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
      }),
    ),
)
