import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { balancers } from './balancers.ts'
import { certificates } from './certificates.ts'

/** The certificate authority of the operator, spoken to by ACME. */
export const acmeServices = pgTable(
  'acme_services',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    directoryUrl: text('directory_url').notNull(),
    contact: text('contact').notNull(),
    /** Certificates, in PEM, that the directory's own may be signed by besides the usual ones. */
    authorities: text('authorities'),
    /** `address:port` of the server that tells where names lead; null: the usual ones of the machine. */
    resolver: text('resolver'),
    isOn: boolean('is_on').notNull().default(true),
    updatedAt: instant('updated_at').notNull(),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
  },
  () => [check('acme_services_one_row', sql`is_only`)],
)

/** Our account at each directory that was configured: only the worker has its key. */
export const acmeAccounts = pgTable('acme_accounts', {
  directoryUrl: text('directory_url').primaryKey(),
  keySealed: text('key_sealed').notNull(),
  /** Of the key (RFC 7638): part of every answer to a challenge. */
  thumbprint: text('thumbprint').notNull(),
  accountUrl: text('account_url'),
  createdAt: instant('created_at').notNull(),
})

/**
 * `waiting`: to be ordered at `nextAt`. `open`: ordered at the directory. `issued`: renewed at `nextAt`. `failed`: given
 * up until a member retries it.
 */
export const certificateOrderStates = ['waiting', 'open', 'issued', 'failed'] as const
export type CertificateOrderState = (typeof certificateOrderStates)[number]

/** How a certificate is obtained, and renewed, from the directory. */
export const certificateOrders = pgTable(
  'certificate_orders',
  {
    certificateId: idOf('certificate_id', 'certificate').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** It answers the directory's challenges. */
    balancerId: idOf('balancer_id', 'balancer').notNull(),
    state: text('state').$type<CertificateOrderState>().notNull(),
    /** When a worker does the next step. */
    nextAt: instant('next_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    orderUrl: text('order_url'),
    openedAt: instant('opened_at'),
    /** The key of the certificate that is being made. */
    keySealed: text('key_sealed'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    leaseHolder: text('lease_holder'),
    leaseUntil: instant('lease_until'),
  },
  (t) => [
    check(
      'certificate_orders_state',
      sql`state in ('waiting', 'open', 'issued', 'failed') and (state = 'open') = (order_url is not null)`,
    ),
    index('certificate_orders_due').on(t.nextAt).where(sql`state <> 'failed'`),
    index('certificate_orders_by_balancer').on(t.balancerId),
    foreignKey({
      name: 'certificate_orders_certificate',
      columns: [t.organisationId, t.certificateId],
      foreignColumns: [certificates.organisationId, certificates.id],
    }),
    foreignKey({
      name: 'certificate_orders_balancer',
      columns: [t.organisationId, t.balancerId],
      foreignColumns: [balancers.organisationId, balancers.id],
    }),
  ],
)
