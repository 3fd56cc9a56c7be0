import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import {
  acmeAccounts,
  acmeServices,
  type CertificateOrderState,
  certificateOrders,
} from '~/db/schema/resources/acme'
import { balancers } from '~/db/schema/resources/balancers'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

export type AcmeService = typeof acmeServices.$inferSelect
export type CertificateOrderRow = typeof certificateOrders.$inferSelect

export async function findAcmeService(tx: Tx): Promise<AcmeService | null> {
  const [row] = await tx.select().from(acmeServices)
  return row ?? null
}

export async function upsertAcmeService(
  tx: Tx,
  row: Pick<AcmeService, 'directoryUrl' | 'contact' | 'authorities' | 'resolver' | 'updatedAt'>,
): Promise<void> {
  const set = { ...row, failureCode: null, failureText: null }
  await tx.insert(acmeServices).values(row).onConflictDoUpdate({ target: acmeServices.isOnly, set })
}

export async function switchAcmeService(tx: Tx, isOn: boolean, updatedAt: Date): Promise<boolean> {
  const changed = await tx
    .update(acmeServices)
    .set({ isOn, updatedAt })
    .returning({ contact: acmeServices.contact })
  return changed.length > 0
}

export async function saveAcmeFailure(
  tx: Tx,
  failure: { failureCode: string | null; failureText: string | null },
): Promise<void> {
  await tx
    .update(acmeServices)
    .set(failure)
    .where(
      sql`(${acmeServices.failureCode}, ${acmeServices.failureText}) is distinct from
        (${failure.failureCode}::text, ${failure.failureText}::text)`,
    )
}

/** How many certificates are kept by ACME, and how many of their orders do not get on. */
export async function countCertificateOrders(tx: Tx): Promise<{ total: number; failing: number }> {
  const [row] = await tx
    .select({
      total: sql<number>`count(*)::int`,
      failing: sql<number>`(count(*) filter (where ${certificateOrders.failureCode} is not null))::int`,
    })
    .from(certificateOrders)
  return row ?? { total: 0, failing: 0 }
}

export async function findAcmeAccount(tx: Tx, directoryUrl: string) {
  const [row] = await tx.select().from(acmeAccounts).where(eq(acmeAccounts.directoryUrl, directoryUrl))
  return row ?? null
}

/** Keeps the account that another worker has inserted meanwhile. */
export async function insertAcmeAccount(
  tx: Tx,
  row: Pick<typeof acmeAccounts.$inferInsert, 'directoryUrl' | 'keySealed' | 'thumbprint' | 'createdAt'>,
): Promise<void> {
  await tx.insert(acmeAccounts).values(row).onConflictDoNothing()
}

export async function setAcmeAccountUrl(
  tx: Tx,
  directoryUrl: string,
  accountUrl: string | null,
): Promise<void> {
  await tx.update(acmeAccounts).set({ accountUrl }).where(eq(acmeAccounts.directoryUrl, directoryUrl))
}

/**
 * What the balancer answers challenges with: the thumbprint of our account at the configured directory. Null when no
 * certificate of this balancer is kept by it.
 */
export async function findChallengeThumbprint(tx: Tx, balancerId: Id<'balancer'>): Promise<string | null> {
  const [row] = await tx
    .select({ thumbprint: acmeAccounts.thumbprint })
    .from(certificateOrders)
    .innerJoin(acmeServices, eq(acmeServices.isOn, true))
    .innerJoin(acmeAccounts, eq(acmeAccounts.directoryUrl, acmeServices.directoryUrl))
    .where(eq(certificateOrders.balancerId, balancerId))
    .limit(1)
  return row?.thumbprint ?? null
}

/** A balancer that may answer challenges, with the address that leads to it. */
export async function findChallenged(tx: Tx, id: Id<'balancer'>) {
  const [row] = await tx
    .select({
      id: balancers.id,
      name: balancers.name,
      projectId: balancers.projectId,
      state: balancers.state,
      settings: balancers.settings,
      appliedDigest: balancers.appliedDigest,
      unverified: balancers.unverified,
      address: publicAddresses.address,
    })
    .from(balancers)
    .leftJoin(publicAddresses, and(eq(publicAddresses.balancerId, balancers.id), isReservedAddress))
    .where(eq(balancers.id, id))
  return row ?? null
}

/** Balancers with a listener for HTTP on port 80: where a certificate can be obtained. */
export async function listChallenged(tx: Tx) {
  return tx
    .select({
      id: balancers.id,
      name: balancers.name,
      projectId: balancers.projectId,
      address: publicAddresses.address,
    })
    .from(balancers)
    .innerJoin(publicAddresses, and(eq(publicAddresses.balancerId, balancers.id), isReservedAddress))
    .where(
      and(
        eq(balancers.state, 'active'),
        sql`${balancers.settings} -> 'listeners' @> '[{"port": 80, "protocol": "http"}]'`,
      ),
    )
    .orderBy(balancers.name)
}

type NewOrder = Pick<
  CertificateOrderRow,
  'certificateId' | 'organisationId' | 'balancerId' | 'state' | 'nextAt'
>

export async function insertCertificateOrder(tx: Tx, row: NewOrder): Promise<void> {
  await tx.insert(certificateOrders).values(row)
}

const seen = {
  certificateId: certificateOrders.certificateId,
  balancerId: certificateOrders.balancerId,
  state: certificateOrders.state,
  nextAt: certificateOrders.nextAt,
  attempts: certificateOrders.attempts,
  failureCode: certificateOrders.failureCode,
  failureText: certificateOrders.failureText,
}

/** What the sites may read of the orders. */
export async function listCertificateOrders(tx: Tx) {
  return tx
    .select({ ...seen, balancerName: balancers.name })
    .from(certificateOrders)
    .innerJoin(balancers, eq(balancers.id, certificateOrders.balancerId))
}

export async function findCertificateOrder(tx: Tx, id: Id<'certificate'>) {
  const [row] = await tx.select(seen).from(certificateOrders).where(eq(certificateOrders.certificateId, id))
  return row ?? null
}

export async function restartCertificateOrder(tx: Tx, id: Id<'certificate'>, nextAt: Date): Promise<void> {
  await tx
    .update(certificateOrders)
    .set({ state: 'waiting', nextAt, attempts: 0 })
    .where(eq(certificateOrders.certificateId, id))
}

export async function deleteCertificateOrder(tx: Tx, id: Id<'certificate'>): Promise<void> {
  await tx.delete(certificateOrders).where(eq(certificateOrders.certificateId, id))
}

/** Leases an order whose next step is due; null when there is none, and while restored rows must not leave. */
export async function leaseDueOrder(
  tx: Tx,
  now: Date,
  { holder, seconds }: { holder: string; seconds: number },
): Promise<CertificateOrderRow | null> {
  const [row] = await tx
    .update(certificateOrders)
    .set({ leaseHolder: holder, leaseUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where(
      sql`not app.is_outside_held() and ${certificateOrders.certificateId} = (
        select o.certificate_id from certificate_orders o
        where o.state <> 'failed' and o.next_at <= ${now.toISOString()}
          and (o.lease_until is null or o.lease_until <= clock_timestamp())
        order by o.next_at, o.certificate_id limit 1 for update skip locked)`,
    )
    .returning()
  return row ?? null
}

type Step = Partial<
  Pick<
    CertificateOrderRow,
    'nextAt' | 'attempts' | 'orderUrl' | 'openedAt' | 'keySealed' | 'failureCode' | 'failureText'
  >
> & { state?: CertificateOrderState }

/** Saves what the holder of the lease has done. False when it has lost the lease, or the order is gone. */
export async function saveOrderStep(
  tx: Tx,
  { certificateId, leaseHolder, leaseUntil }: CertificateOrderRow,
  set: Step,
  { keepsLease = false } = {},
): Promise<boolean> {
  if (!leaseHolder || !leaseUntil) return false
  const saved = await tx
    .update(certificateOrders)
    .set({ ...set, ...(!keepsLease && { leaseHolder: null, leaseUntil: null }) })
    .where(
      and(
        eq(certificateOrders.certificateId, certificateId),
        eq(certificateOrders.leaseHolder, leaseHolder),
        sql`${certificateOrders.leaseUntil} > clock_timestamp()`,
      ),
    )
    .returning({ id: certificateOrders.certificateId })
  return saved.length > 0
}
