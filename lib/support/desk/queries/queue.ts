import { and, asc, count, desc, eq, gte, inArray, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisations, projects, staffAccounts } from '~/db/schema/identity/identity'
import {
  type TicketCategory,
  type TicketPriority,
  type TicketState,
  ticketNotes,
  tickets,
} from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'
import type { TicketRow } from '../../queries/tickets'

/** The part of the queue: waits for support, waits for the customer, resolved (can be reopened), or closed. */
export type TicketPart = 'support' | 'customer' | 'resolved' | 'closed'
export type StaffTicketFilter = {
  part: TicketPart
  category: TicketCategory | null
  priority: TicketPriority | null
  /** Filter by assignee; `nobody` selects unassigned tickets. */
  assigned: Id<'staff'> | 'nobody' | null
}

const statesOf: Record<TicketPart, TicketState[]> = {
  support: ['new', 'in_progress'],
  customer: ['waiting'],
  resolved: ['resolved'],
  closed: ['closed'],
}

function assignedTo(assigned: StaffTicketFilter['assigned']): SQL | undefined {
  if (assigned === null) return undefined
  return assigned === 'nobody' ? isNull(tickets.assignedStaffId) : eq(tickets.assignedStaffId, assigned)
}

const staffColumns = {
  ticket: tickets,
  organisation: organisations.legalName,
  project: projects.name,
  openedBy: accounts.fullName,
  assignedTo: staffAccounts.fullName,
}

const joined = (tx: Tx) =>
  tx
    .select(staffColumns)
    .from(tickets)
    .innerJoin(organisations, eq(organisations.id, tickets.organisationId))
    .leftJoin(projects, eq(projects.id, tickets.projectId))
    .leftJoin(accounts, eq(accounts.id, tickets.openedByAccountId))
    .leftJoin(staffAccounts, eq(staffAccounts.id, tickets.assignedStaffId))

/** By due time of the first answer, late ones first; then by oldest message. Closed tickets newest first. */
export async function listStaffTickets(tx: Tx, filter: StaffTicketFilter, limit: number) {
  const isPast = filter.part === 'closed'
  return joined(tx)
    .where(
      and(
        inArray(tickets.state, statesOf[filter.part]),
        filter.category ? eq(tickets.category, filter.category) : undefined,
        filter.priority ? eq(tickets.priority, filter.priority) : undefined,
        assignedTo(filter.assigned),
      ),
    )
    .orderBy(
      ...(isPast
        ? [desc(tickets.lastMessageAt)]
        : [
            sql`case when ${tickets.answeredAt} is null then ${tickets.answerDueAt} end asc nulls last`,
            asc(tickets.lastMessageAt),
          ]),
      asc(tickets.id),
    )
    .limit(limit)
}

const isOpen = inArray(tickets.state, ['new', 'in_progress', 'waiting'])

/** Tickets of one customer: open ones first, then the latest. */
export async function listTicketsOf(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return joined(tx)
    .where(eq(tickets.organisationId, organisationId))
    .orderBy(desc(isOpen), desc(tickets.lastMessageAt), asc(tickets.id))
    .limit(limit)
}

export async function countOpenTickets(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(tickets)
    .where(and(eq(tickets.organisationId, organisationId), isOpen))
  return row?.open ?? 0
}

/** One ticket as a list row. */
export async function findStaffTicket(tx: Tx, id: Id<'ticket'>) {
  const [row] = await joined(tx).where(eq(tickets.id, id))
  return row ?? null
}

/** Ticket counts per category and part, without closed tickets. */
export async function countTickets(tx: Tx) {
  const part = sql<
    Exclude<TicketPart, 'closed'>
  >`case ${tickets.state} when 'waiting' then 'customer' when 'resolved' then 'resolved' else 'support' end`
  return tx
    .select({ part: part.as('part'), category: tickets.category, count: count() })
    .from(tickets)
    .where(ne(tickets.state, 'closed'))
    .groupBy(sql`part`, tickets.category)
}

/** Number of tickets waiting for support. */
export async function countTicketsToAnswer(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(tickets)
    .where(inArray(tickets.state, statesOf.support))
  return row?.count ?? 0
}

/** Answer deadlines of tickets opened since, and when they were answered. */
export async function listMeasuredAnswers(tx: Tx, since: Date, limit: number) {
  return tx
    .select({
      openedAt: tickets.openedAt,
      answerDueAt: tickets.answerDueAt,
      answeredAt: tickets.answeredAt,
      closedAt: tickets.closedAt,
    })
    .from(tickets)
    .where(gte(tickets.openedAt, since))
    .orderBy(desc(tickets.openedAt))
    .limit(limit)
}

/** Locks tickets that lack a first answer and are due for a reminder; skips those locked by another worker. */
export async function lockToRemind(tx: Tx, now: Date, limit: number): Promise<TicketRow[]> {
  return tx
    .select()
    .from(tickets)
    .where(
      and(
        isNull(tickets.answeredAt),
        isNull(tickets.remindedAt),
        lte(tickets.remindAt, now),
        ne(tickets.state, 'closed'),
      ),
    )
    .orderBy(asc(tickets.remindAt), asc(tickets.id))
    .limit(limit)
    .for('no key update', { skipLocked: true })
}

export async function insertNote(tx: Tx, row: typeof ticketNotes.$inferInsert): Promise<void> {
  await tx.insert(ticketNotes).values(row)
}

/** Internal notes of a ticket, oldest first. */
export async function listNotes(tx: Tx, ticketId: Id<'ticket'>) {
  return tx
    .select({
      id: ticketNotes.id,
      body: ticketNotes.body,
      author: staffAccounts.fullName,
      createdAt: ticketNotes.createdAt,
    })
    .from(ticketNotes)
    .leftJoin(staffAccounts, eq(staffAccounts.id, ticketNotes.staffId))
    .where(eq(ticketNotes.ticketId, ticketId))
    .orderBy(asc(ticketNotes.createdAt), asc(ticketNotes.id))
}
