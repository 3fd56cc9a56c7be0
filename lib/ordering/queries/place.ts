import { and, desc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { insertRows } from '~/db/insert-rows'
import { organisations, sshKeys } from '~/db/schema/identity/identity'
import { quotas } from '~/db/schema/inventory'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { orderLineUserData } from '~/db/schema/ordering/user-data'
import { balancers } from '~/db/schema/resources/balancers'
import { instances, volumes } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

/**
 * The buyer's row, locked against other orders of the same buyer: cap and names are checked by one transaction
 * at a time.
 */
export async function findBuyerForUpdate(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({
      state: organisations.state,
      spendingCapCents: organisations.spendingCapCents,
      kind: organisations.kind,
      directoryStatus: organisations.directoryStatus,
      decidedAt: organisations.decidedAt,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('no key update')
  return row ?? null
}

/** The buyer's data for the order page. */
export async function findBuyer(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({
      kind: organisations.kind,
      directoryStatus: organisations.directoryStatus,
      decidedAt: organisations.decidedAt,
      legalName: organisations.legalName,
      legalAddress: organisations.legalAddress,
      spendingCapCents: organisations.spendingCapCents,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return row ?? null
}

/** The organisation's SSH keys for new servers, by name. */
export async function listUsableKeys(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ id: sshKeys.id, name: sshKeys.name, algorithm: sshKeys.algorithm })
    .from(sshKeys)
    .where(and(eq(sshKeys.organisationId, organisationId), isNull(sshKeys.deletedAt)))
    .orderBy(sshKeys.name)
}

/** The accounting references of the organisation's last order. */
export async function findLastReferences(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({ costReferences: orderLines.costReferences })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(orderLines.organisationId, organisationId))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(1)
  return row?.costReferences ?? null
}

const endedStates = ['deleted', 'purging', 'purged', 'failed'] as const

/** Which of these names live servers, volumes or load balancers of the project have; all their names without a list. */
export async function listTakenNames(
  tx: Tx,
  organisationId: Id<'organisation'>,
  projectId: Id<'project'>,
  names?: string[],
): Promise<{ kind: 'instance' | 'volume' | 'balancer'; name: string }[]> {
  const ofServers = await tx
    .select({ name: instances.name })
    .from(instances)
    .where(
      and(
        eq(instances.organisationId, organisationId),
        eq(instances.projectId, projectId),
        notInArray(instances.state, [...endedStates]),
        names ? inArray(instances.name, names) : sql`true`,
      ),
    )
  const ofVolumes = await tx
    .select({ name: volumes.name })
    .from(volumes)
    .where(
      and(
        eq(volumes.organisationId, organisationId),
        eq(volumes.projectId, projectId),
        notInArray(volumes.state, [...endedStates]),
        names ? inArray(volumes.name, names) : sql`true`,
      ),
    )
  const ofBalancers = await tx
    .select({ name: balancers.name })
    .from(balancers)
    .where(
      and(
        eq(balancers.organisationId, organisationId),
        eq(balancers.projectId, projectId),
        notInArray(balancers.state, ['deleted', 'failed']),
        names ? inArray(balancers.name, names) : sql`true`,
      ),
    )
  return [
    ...ofBalancers.map(({ name }) => ({ kind: 'balancer' as const, name })),
    ...ofServers.map(({ name }) => ({ kind: 'instance' as const, name })),
    ...ofVolumes.map(({ name }) => ({ kind: 'volume' as const, name })),
  ]
}

/** Which of these keys exist in the organisation and were not removed. */
export async function listUsableKeyIds(
  tx: Tx,
  organisationId: Id<'organisation'>,
  ids: Id<'sshKey'>[],
): Promise<Id<'sshKey'>[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: sshKeys.id })
    .from(sshKeys)
    .where(
      and(eq(sshKeys.organisationId, organisationId), isNull(sshKeys.deletedAt), inArray(sshKeys.id, ids)),
    )
  return rows.map((row) => row.id)
}

/**
 * The next number of the series; its counter stays locked until the transaction ends, so no number is skipped.
 */
export async function takeNumber(tx: Tx, sellerId: Id<'sellingEntity'>, series: string): Promise<number> {
  const [row] = await tx.execute<{ number: number }>(
    sql`select app.take_number(${sellerId}, ${series}) as number`,
  )
  if (!row) throw new Error('take_number answered nothing')
  return row.number
}

/** The public address given by an order, even if released since. */
export async function findAddressOfOrder(tx: Tx, orderId: Id<'order'>) {
  const [row] = await tx
    .select({ id: publicAddresses.id, address: publicAddresses.address })
    .from(publicAddresses)
    .innerJoin(orderLines, eq(orderLines.id, publicAddresses.orderLineId))
    .where(eq(orderLines.orderId, orderId))
  return row ?? null
}

/** The project's quota of public addresses or load balancers, and those counted against it. */
export async function findCountedQuota(
  tx: Tx,
  { organisationId, projectId }: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  resource: 'public_addresses' | 'load_balancers',
): Promise<{ limit: number; used: number }> {
  const [row] = await tx
    .select({ limit: quotas.limit, used: quotas.used })
    .from(quotas)
    .where(
      and(
        eq(quotas.organisationId, organisationId),
        eq(quotas.projectId, projectId),
        eq(quotas.resource, resource),
      ),
    )
  return row ?? { limit: 0, used: 0 }
}

/** The legal texts of the organisation's last order. */
export async function findLastTerms(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({ termsVersion: orders.termsVersion, dpaVersion: orders.dpaVersion })
    .from(orders)
    .where(eq(orders.organisationId, organisationId))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(1)
  return row ?? null
}

export async function insertOrder(tx: Tx, row: typeof orders.$inferInsert): Promise<void> {
  await tx.insert(orders).values(row)
}

export async function insertOrderLines(tx: Tx, rows: (typeof orderLines.$inferInsert)[]): Promise<void> {
  await tx.execute(insertRows(orderLines, rows))
}

export async function insertUserData(tx: Tx, rows: (typeof orderLineUserData.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(orderLineUserData).values(rows)
}
