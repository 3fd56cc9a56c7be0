import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { projects } from '~/db/schema/identity/identity'
import { allocations, quotas } from '~/db/schema/inventory'
import { orders } from '~/db/schema/ordering/ordering'
import { balancers } from '~/db/schema/resources/balancers'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

export type ProjectRow = typeof projects.$inferSelect

/** The organisation's projects: the default one, then by name, archived ones last. */
export async function listProjects(tx: Tx, organisationId: Id<'organisation'>): Promise<ProjectRow[]> {
  return tx
    .select()
    .from(projects)
    .where(eq(projects.organisationId, organisationId))
    .orderBy(
      sql`${projects.archivedAt} is not null`,
      desc(projects.isDefault),
      sql`lower(${projects.name})`,
      asc(projects.id),
    )
}

export async function findProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'project'>,
): Promise<ProjectRow | null> {
  const [row] = await tx
    .select()
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), eq(projects.id, id)))
  return row ?? null
}

export async function countOpenProjects(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), isNull(projects.archivedAt)))
  return row?.total ?? 0
}

export async function updateProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'project'>,
  set: Partial<Pick<ProjectRow, 'name' | 'costCentre' | 'tags' | 'archivedAt'>>,
): Promise<void> {
  await tx
    .update(projects)
    .set(set)
    .where(and(eq(projects.organisationId, organisationId), eq(projects.id, id)))
}

/** Resources and holds of the project that use quota, including public addresses, load balancers and resources in their grace. */
export async function countLiveClaims(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'project'>,
): Promise<number> {
  const claims = await tx.$count(
    allocations,
    and(
      eq(allocations.organisationId, organisationId),
      eq(allocations.projectId, id),
      sql`${allocations.state} in ('pending', 'posted')`,
    ),
  )
  const addresses = await tx.$count(
    publicAddresses,
    and(
      eq(publicAddresses.organisationId, organisationId),
      eq(publicAddresses.projectId, id),
      isNull(publicAddresses.releasedAt),
    ),
  )
  const working = await tx.$count(
    balancers,
    and(
      eq(balancers.organisationId, organisationId),
      eq(balancers.projectId, id),
      inArray(balancers.state, ['creating', 'active', 'deleting']),
    ),
  )
  return claims + addresses + working
}

/** Unfinished orders of the project: being delivered, or waiting for a decision. */
export async function countOpenOrders(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'project'>,
): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(orders)
    .where(
      and(eq(orders.organisationId, organisationId), eq(orders.projectId, id), isNull(orders.finishedAt)),
    )
  return row?.total ?? 0
}

export type QuotaRow = { projectId: Id<'project'>; resource: QuotaResource; limit: number; used: number }

/** Quotas and use of the organisation's projects, by resource name. */
export async function listQuotas(tx: Tx, organisationId: Id<'organisation'>): Promise<QuotaRow[]> {
  return tx
    .select({
      projectId: quotas.projectId,
      resource: quotas.resource,
      limit: quotas.limit,
      used: quotas.used,
    })
    .from(quotas)
    .where(eq(quotas.organisationId, organisationId))
    .orderBy(asc(quotas.projectId), asc(quotas.resource))
}

/** Moves quota from one project to another; false when the giver uses it. */
export async function moveQuota(
  tx: Tx,
  move: {
    organisationId: Id<'organisation'>
    from: Id<'project'>
    to: Id<'project'>
    resource: QuotaResource
    amount: number
  },
): Promise<boolean> {
  const [row] = await tx.execute<{ moved: boolean }>(
    sql`select app.move_quota(${move.organisationId}, ${move.from}, ${move.to}, ${move.resource}, ${move.amount}) as moved`,
  )
  return row?.moved ?? false
}
