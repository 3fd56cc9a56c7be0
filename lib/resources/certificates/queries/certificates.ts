import { and, asc, count, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { projects } from '~/db/schema/identity/identity'
import { balancers } from '~/db/schema/resources/balancers'
import { certificateSecrets, certificates } from '~/db/schema/resources/certificates'
import type { Id } from '~/lib/kernel/ids'

export type CertificateRow = typeof certificates.$inferSelect
type Facts = Pick<CertificateRow, 'hostNames' | 'validFrom' | 'validTo' | 'fingerprint' | 'changedAt'>

/** Certificates are added one after another: their number is limited. */
export async function lockCertificatesOf(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('certificates ' || ${projectId}, 0))`)
}

export async function countCertificates(tx: Tx, projectId: Id<'project'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(certificates)
    .where(eq(certificates.projectId, projectId))
  return row?.total ?? 0
}

export async function insertCertificate(tx: Tx, row: typeof certificates.$inferInsert): Promise<void> {
  await tx.insert(certificates).values(row)
}

/** New facts; members are notified again before the new end. */
export async function setCertificateFacts(tx: Tx, id: Id<'certificate'>, facts: Facts): Promise<void> {
  await tx
    .update(certificates)
    .set({ ...facts, notifiedDays: null })
    .where(eq(certificates.id, id))
}

export async function saveBundle(
  tx: Tx,
  { id, organisationId }: Pick<CertificateRow, 'id' | 'organisationId'>,
  bundleSealed: string,
): Promise<void> {
  await tx
    .insert(certificateSecrets)
    .values({ certificateId: id, organisationId, bundleSealed })
    .onConflictDoUpdate({ target: certificateSecrets.certificateId, set: { bundleSealed } })
}

/** Locked; null when the caller does not see such a row. */
export async function lockCertificate(tx: Tx, id: Id<'certificate'>): Promise<CertificateRow | null> {
  const [row] = await tx.select().from(certificates).where(eq(certificates.id, id)).for('update')
  return row ?? null
}

export async function findCertificate(tx: Tx, id: Id<'certificate'>): Promise<CertificateRow | null> {
  const [row] = await tx.select().from(certificates).where(eq(certificates.id, id))
  return row ?? null
}

/** Those of a project with these ids, kept from deletion until the end of the transaction. */
export async function keepCertificates(
  tx: Tx,
  projectId: Id<'project'>,
  ids: readonly Id<'certificate'>[],
): Promise<Pick<CertificateRow, 'id' | 'validTo'>[]> {
  return tx
    .select({ id: certificates.id, validTo: certificates.validTo })
    .from(certificates)
    .where(and(eq(certificates.projectId, projectId), inArray(certificates.id, [...ids])))
    .orderBy(asc(certificates.id))
    .for('key share')
}

export async function deleteCertificateRow(tx: Tx, id: Id<'certificate'>): Promise<void> {
  await tx.delete(certificateSecrets).where(eq(certificateSecrets.certificateId, id))
  await tx.delete(certificates).where(eq(certificates.id, id))
}

export async function listCertificateRows(tx: Tx) {
  return tx
    .select({ certificate: certificates, projectName: projects.name })
    .from(certificates)
    .innerJoin(projects, eq(projects.id, certificates.projectId))
    .orderBy(asc(projects.name), asc(certificates.name))
}

export async function listCertificatesOf(tx: Tx, projectId: Id<'project'>) {
  return tx
    .select({ id: certificates.id, name: certificates.name, validTo: certificates.validTo })
    .from(certificates)
    .where(eq(certificates.projectId, projectId))
    .orderBy(asc(certificates.name))
}

/** Projects in which a certificate may be added, as far as this person sees them. */
export async function listOpenProjects(tx: Tx) {
  return tx
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(sql`${projects.archivedAt} is null`)
    .orderBy(asc(projects.name))
}

/** Load balancers that exist, or whose deletion may still fail, with the certificates of their listeners. */
export async function listCertificateUses(
  tx: Tx,
): Promise<{ id: Id<'balancer'>; name: string; certificateIds: string[] }[]> {
  return tx
    .select({
      id: balancers.id,
      name: balancers.name,
      certificateIds: sql<string[]>`coalesce((select array_agg(distinct l ->> 'certificateId')
        from jsonb_array_elements(${balancers.settings} -> 'listeners') l where l ->> 'certificateId' is not null), '{}')`,
    })
    .from(balancers)
    .where(inArray(balancers.state, ['creating', 'active', 'deleting']))
    .orderBy(asc(balancers.name))
}

/** Sealed keys and chains by certificate. */
export async function readBundles(tx: Tx, ids: readonly Id<'certificate'>[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: certificateSecrets.certificateId, sealed: certificateSecrets.bundleSealed })
    .from(certificateSecrets)
    .where(inArray(certificateSecrets.certificateId, [...ids]))
  return new Map(rows.map(({ id, sealed }) => [id, sealed]))
}

/** Certificates that end after `now` and not after `until`. */
export async function listEndingCertificates(tx: Tx, now: Date, until: Date) {
  return tx
    .select({
      id: certificates.id,
      validFrom: certificates.validFrom,
      validTo: certificates.validTo,
      notifiedDays: certificates.notifiedDays,
      isOrdered: sql<boolean>`exists (select from certificate_orders o where o.certificate_id = ${certificates.id})`,
    })
    .from(certificates)
    .where(and(gt(certificates.validTo, now), lte(certificates.validTo, until)))
    .orderBy(asc(certificates.id))
}

export async function setNotifiedDays(tx: Tx, id: Id<'certificate'>, notifiedDays: number): Promise<void> {
  await tx.update(certificates).set({ notifiedDays }).where(eq(certificates.id, id))
}
