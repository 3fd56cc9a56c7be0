import {
  and,
  asc,
  count,
  desc,
  eq,
  ilike,
  inArray,
  isNull,
  lte,
  min,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'
import { accounts, projects } from '~/db/schema/identity/identity'
import { instances, volumes } from '~/db/schema/resources/compute'
import { bundleObjectives, serviceContracts } from '~/db/schema/sla/sla'
import { type TicketCategory, ticketChanges, ticketFollowers, tickets } from '~/db/schema/support'
import { type Id, isId } from '~/lib/kernel/ids'
import { containing } from '~/lib/kernel/text/escape'

export type TicketRow = typeof tickets.$inferSelect

/** Takes the next number; its counter stays locked until the transaction ends, so numbers have no gaps. */
export async function takeTicketNumber(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ number: number }>(sql`select app.take_ticket_number() as number`)
  if (!row) throw new Error('take_ticket_number answered nothing')
  return row.number
}

export async function insertTicket(tx: Tx, row: typeof tickets.$inferInsert): Promise<void> {
  await tx.insert(tickets).values(row)
}

export async function insertTicketChange(tx: Tx, row: typeof ticketChanges.$inferInsert): Promise<void> {
  await tx.insert(ticketChanges).values(row)
}

export async function listTicketChanges(tx: Tx, ticketId: Id<'ticket'>) {
  return tx
    .select()
    .from(ticketChanges)
    .where(eq(ticketChanges.ticketId, ticketId))
    .orderBy(asc(ticketChanges.changedAt), asc(ticketChanges.id))
}

export async function findTicket(tx: Tx, id: Id<'ticket'>): Promise<TicketRow | null> {
  const [row] = await tx.select().from(tickets).where(eq(tickets.id, id))
  return row ?? null
}

/** Locks the ticket until the transaction ends: changes of one ticket are serialised. */
export async function lockTicket(tx: Tx, id: Id<'ticket'>): Promise<TicketRow | null> {
  const [row] = await tx.select().from(tickets).where(eq(tickets.id, id)).for('no key update')
  return row ?? null
}

export async function updateTicket(
  tx: Tx,
  id: Id<'ticket'>,
  set: Partial<typeof tickets.$inferInsert>,
): Promise<void> {
  await tx.update(tickets).set(set).where(eq(tickets.id, id))
}

/**
 * The shortest response time, in minutes, that the contract in force promises for a bundle of which this member sees a
 * server or volume; null without one.
 */
export async function findContractResponseMinutes(
  tx: Tx,
  organisationId: Id<'organisation'>,
  at: Date,
): Promise<number | null> {
  const held = (table: typeof instances | typeof volumes) =>
    tx
      .select({ bundleId: table.bundleId })
      .from(table)
      .where(and(eq(table.organisationId, organisationId), isNull(table.deletedAt)))
  const inForce = tx
    .select({ id: serviceContracts.id })
    .from(serviceContracts)
    .where(lte(serviceContracts.validFrom, at))
    .orderBy(desc(serviceContracts.validFrom))
    .limit(1)
  const [row] = await tx
    .select({ minutes: min(bundleObjectives.supportResponseMinutes) })
    .from(bundleObjectives)
    .where(
      and(
        eq(bundleObjectives.contractId, inForce),
        or(
          inArray(bundleObjectives.bundleId, held(instances)),
          inArray(bundleObjectives.bundleId, held(volumes)),
        ),
      ),
    )
  return row?.minutes ?? null
}

/** A server or volume visible to this member, with its zone and project. */
export async function findTicketResource(tx: Tx, id: Id<'instance'> | Id<'volume'>) {
  if (isId('instance', id)) {
    const [row] = await tx
      .select({ name: instances.name, projectId: instances.projectId })
      .from(instances)
      .where(eq(instances.id, id))
    return row ? { ...row, kind: 'instance' as const } : null
  }
  const [row] = await tx
    .select({ name: volumes.name, projectId: volumes.projectId })
    .from(volumes)
    .where(eq(volumes.id, id))
  return row ? { ...row, kind: 'volume' as const } : null
}

/** Existing servers and volumes, by name: possible subjects of a ticket. */
export async function listTicketResources(tx: Tx, limit: number) {
  const servers = await tx
    .select({ id: instances.id, name: instances.name })
    .from(instances)
    .where(isNull(instances.deletedAt))
    .orderBy(asc(instances.name), asc(instances.id))
    .limit(limit)
  const disks = await tx
    .select({ id: volumes.id, name: volumes.name })
    .from(volumes)
    .where(isNull(volumes.deletedAt))
    .orderBy(asc(volumes.name), asc(volumes.id))
    .limit(limit)
  return { servers, disks }
}

/** As returned by `ticketScope`. */
type Scope = {
  accountId: Id<'account'>
  categories: readonly TicketCategory[]
  inProjects: readonly { projectId: Id<'project'>; categories: readonly TicketCategory[] }[]
}

/** `isInScope` as a condition on one ticket. */
function isVisibleTo({ accountId, categories, inProjects }: Scope): SQL | undefined {
  return or(
    eq(tickets.openedByAccountId, accountId),
    inArray(tickets.category, [...categories]),
    ...inProjects.map(({ projectId, categories: there }) =>
      and(eq(tickets.projectId, projectId), inArray(tickets.category, [...there])),
    ),
  )
}

export type TicketFilter = {
  /** Open ones, closed ones, or all. */
  part: 'open' | 'closed' | 'all'
  category: TicketCategory | null
  isMine: boolean
  projectId: Id<'project'> | null
  search: string
}

function matching(scope: Scope, filter: TicketFilter): SQL | undefined {
  const number = /^t?-?0*([1-9]\d{0,8})$/i.exec(filter.search)?.[1]
  const like = containing(filter.search)
  return and(
    isVisibleTo(scope),
    filter.part === 'open' ? ne(tickets.state, 'closed') : undefined,
    filter.part === 'closed' ? eq(tickets.state, 'closed') : undefined,
    filter.category ? eq(tickets.category, filter.category) : undefined,
    filter.isMine ? eq(tickets.openedByAccountId, scope.accountId) : undefined,
    filter.projectId ? eq(tickets.projectId, filter.projectId) : undefined,
    filter.search
      ? or(ilike(tickets.subject, like), number ? eq(tickets.number, Number(number)) : undefined)
      : undefined,
  )
}

/** A page of the organisation's tickets visible to the member, by latest message, and their total number. */
export async function listTickets(
  tx: Tx,
  scope: Scope,
  filter: TicketFilter,
  window: { limit: number; offset: number },
) {
  const where = matching(scope, filter)
  const [all] = await tx.select({ total: count() }).from(tickets).where(where)
  const rows = await tx
    .select({ ticket: tickets, openedBy: accounts.fullName, project: projects.name })
    .from(tickets)
    .leftJoin(accounts, eq(accounts.id, tickets.openedByAccountId))
    .leftJoin(projects, eq(projects.id, tickets.projectId))
    .where(where)
    .orderBy(desc(tickets.lastMessageAt), desc(tickets.id))
    .limit(window.limit)
    .offset(window.offset)
  return { rows, total: all?.total ?? 0 }
}

/** The visible tickets of which subject or number has all the words, by latest message. */
export async function findTicketsByWords(tx: Tx, scope: Scope, words: readonly string[], limit: number) {
  const text = sql`concat_ws(' ', ${tickets.subject}, 't-' || lpad(${tickets.number}::text, 6, '0'))`
  return tx
    .select({ id: tickets.id, number: tickets.number, subject: tickets.subject })
    .from(tickets)
    .where(and(isVisibleTo(scope), hasWords(foldedText(text), words)))
    .orderBy(desc(tickets.lastMessageAt), desc(tickets.id))
    .limit(limit)
}

/** The visible tickets whose next message is the customer's, the longest wait first. */
export async function listWaitingTickets(tx: Tx, scope: Scope) {
  return tx
    .select()
    .from(tickets)
    .where(and(isVisibleTo(scope), eq(tickets.state, 'waiting')))
    .orderBy(asc(tickets.lastMessageAt), asc(tickets.id))
    .limit(50)
}

/** The author's name, and the project's. */
export async function findTicketNames(tx: Tx, ticket: TicketRow) {
  const [row] = await tx
    .select({ openedBy: accounts.fullName, project: projects.name })
    .from(tickets)
    .leftJoin(accounts, eq(accounts.id, tickets.openedByAccountId))
    .leftJoin(projects, eq(projects.id, tickets.projectId))
    .where(eq(tickets.id, ticket.id))
  return { openedBy: row?.openedBy ?? null, project: row?.project ?? null }
}

/** Subscribes this account to answers; idempotent. */
export async function insertFollower(tx: Tx, row: typeof ticketFollowers.$inferInsert): Promise<void> {
  await tx.insert(ticketFollowers).values(row).onConflictDoNothing()
}

export async function deleteFollower(tx: Tx, ticketId: Id<'ticket'>, accountId: Id<'account'>) {
  await tx
    .delete(ticketFollowers)
    .where(and(eq(ticketFollowers.ticketId, ticketId), eq(ticketFollowers.accountId, accountId)))
}

export async function isFollower(tx: Tx, ticketId: Id<'ticket'>, accountId: Id<'account'>): Promise<boolean> {
  const rows = await tx
    .select({ accountId: ticketFollowers.accountId })
    .from(ticketFollowers)
    .where(and(eq(ticketFollowers.ticketId, ticketId), eq(ticketFollowers.accountId, accountId)))
  return rows.length > 0
}

/** Locks tickets resolved before this instant; skips those locked by another worker. */
export async function lockResolvedBefore(tx: Tx, before: Date, limit: number): Promise<TicketRow[]> {
  return tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.state, 'resolved'), lte(tickets.resolvedAt, before)))
    .orderBy(asc(tickets.resolvedAt), asc(tickets.id))
    .limit(limit)
    .for('no key update', { skipLocked: true })
}
