import { and, asc, count, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisations, projects } from '~/db/schema/identity/identity'
import { quotas } from '~/db/schema/inventory'
import { type QuotaRequestState, quotaRequests } from '~/db/schema/limits'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

export type QuotaRequestRow = typeof quotaRequests.$inferSelect
type Of = Pick<QuotaRequestRow, 'organisationId' | 'projectId' | 'resource'>

export async function insertQuotaRequest(tx: Tx, row: typeof quotaRequests.$inferInsert): Promise<void> {
  await tx.insert(quotaRequests).values(row)
}

/** Requests about a project, the newest first. */
export async function listQuotaRequests(tx: Tx, projectId: Id<'project'>, limit: number) {
  return tx
    .select({ request: quotaRequests, requestedBy: accounts.fullName })
    .from(quotaRequests)
    .leftJoin(accounts, eq(accounts.id, quotaRequests.requestedByAccountId))
    .where(eq(quotaRequests.projectId, projectId))
    .orderBy(desc(quotaRequests.createdAt), desc(quotaRequests.id))
    .limit(limit)
}

/** The quota, locked until the transaction ends; a missing row is a quota of 0. */
export async function lockQuota(tx: Tx, of: Of): Promise<{ limit: number; used: number }> {
  const [row] = await tx
    .select({ limit: quotas.limit, used: quotas.used })
    .from(quotas)
    .where(and(eq(quotas.projectId, of.projectId), eq(quotas.resource, of.resource)))
    .for('no key update')
  return row ?? { limit: 0, used: 0 }
}

export async function readQuota(tx: Tx, of: Of): Promise<{ limit: number; used: number }> {
  const [row] = await tx
    .select({ limit: quotas.limit, used: quotas.used })
    .from(quotas)
    .where(and(eq(quotas.projectId, of.projectId), eq(quotas.resource, of.resource)))
  return row ?? { limit: 0, used: 0 }
}

/** Sets the limit; the caller has locked the row. */
export async function setQuota(tx: Tx, of: Of, limit: number): Promise<void> {
  const { organisationId, projectId, resource } = of
  await tx
    .insert(quotas)
    .values({ organisationId, projectId, resource, limit })
    .onConflictDoUpdate({
      target: [quotas.organisationId, quotas.projectId, quotas.resource],
      set: { limit },
    })
}

/** Changes the request if it is still in one of `from`; false when another transaction was faster. */
export async function updateQuotaRequest(
  tx: Tx,
  id: Id<'quotaRequest'>,
  from: readonly QuotaRequestState[],
  set: Partial<QuotaRequestRow>,
): Promise<boolean> {
  const changed = await tx
    .update(quotaRequests)
    .set(set)
    .where(and(eq(quotaRequests.id, id), inArray(quotaRequests.state, [...from])))
    .returning({ id: quotaRequests.id })
  return changed.length === 1
}

export async function findQuotaRequest(tx: Tx, id: Id<'quotaRequest'>): Promise<QuotaRequestRow | null> {
  const [row] = await tx.select().from(quotaRequests).where(eq(quotaRequests.id, id))
  return row ?? null
}

/** The next unreviewed request, locked; concurrent workers skip it. */
export async function lockSubmitted(tx: Tx): Promise<QuotaRequestRow | null> {
  const [row] = await tx
    .select()
    .from(quotaRequests)
    .where(eq(quotaRequests.state, 'submitted'))
    .orderBy(asc(quotaRequests.createdAt), asc(quotaRequests.id))
    .limit(1)
    .for('update', { skipLocked: true })
  return row ?? null
}

/** One request, with its requester. */
export async function findQuotaCase(tx: Tx, id: Id<'quotaRequest'>) {
  const [row] = await tx
    .select({
      request: quotaRequests,
      project: projects.name,
      organisation: organisations.legalName,
      requestedBy: accounts.fullName,
    })
    .from(quotaRequests)
    .innerJoin(projects, eq(projects.id, quotaRequests.projectId))
    .innerJoin(organisations, eq(organisations.id, quotaRequests.organisationId))
    .leftJoin(accounts, eq(accounts.id, quotaRequests.requestedByAccountId))
    .where(eq(quotaRequests.id, id))
  return row ?? null
}

/** Requests decided since then, by result. */
export async function countDecided(tx: Tx, since: Date) {
  return tx
    .select({ state: quotaRequests.state, count: count() })
    .from(quotaRequests)
    .where(gte(quotaRequests.decidedAt, since))
    .groupBy(quotaRequests.state)
}

/** The used share of the project's processors or memory since `from`, percent, rounded down. */
export async function measureUtilisation(
  tx: Tx,
  projectId: Id<'project'>,
  resource: QuotaResource,
  from: Date,
): Promise<number | null> {
  if (resource !== 'vcpu' && resource !== 'memory_mib') return null
  const [taken, had] =
    resource === 'vcpu'
      ? [sql`m.cpu_milli::numeric`, sql`b.vcpu::numeric * 1000`]
      : [sql`m.memory_mib::numeric`, sql`b.memory_mib::numeric`]
  const rows = await tx.execute<{ percent: number | null }>(sql`
    select floor(100 * sum(${taken} * m.seconds) / nullif(sum(${had} * m.seconds), 0))::int as percent
    from instance_metrics m join instances i on i.id = m.instance_id join bundles b on b.id = i.bundle_id
    where i.project_id = ${projectId} and m.resolution_seconds = 3600 and m.at >= ${from.toISOString()}::timestamptz`)
  return rows[0]?.percent ?? null
}

/** The requester, as a mail recipient. */
export async function findRequester(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ email: accounts.email, fullName: accounts.fullName, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return row ?? null
}

/** The names that a request refers to. */
export async function findNames(tx: Tx, of: Pick<Of, 'organisationId' | 'projectId'>) {
  const [row] = await tx
    .select({ organisation: organisations.legalName, project: projects.name })
    .from(projects)
    .innerJoin(organisations, eq(organisations.id, projects.organisationId))
    .where(eq(projects.id, of.projectId))
  return row ?? { organisation: '', project: '' }
}
