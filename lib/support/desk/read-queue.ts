import type { z } from 'zod'
import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { findAttachment } from '../queries/threads'
import type { attachmentParams } from '../schema'
import { readThread, toDetail, toEntry } from '../to-view'
import type { NoteView, StaffTicketEntry, TicketCategory, TicketView } from '../views'
import * as people from './queries/people'
import * as queries from './queries/queue'
import { type AnswerFigures, measureAnswers } from './response-objective'
import { assigneeRoles } from './staff-roles'

const shownMax = 200
const measuredDays = 30
const measuredMax = 10_000

type Filter = Omit<queries.StaffTicketFilter, 'assigned'> & { assigned: 'me' | 'nobody' | null }
/** Number of tickets of a category in a part of the queue. */
export type TicketCount = { part: queries.TicketPart; category: TicketCategory; count: number }
type TicketQueue = {
  entries: StaffTicketEntry[]
  /** Without closed tickets. */
  counts: TicketCount[]
  /** Over tickets of the last thirty days. */
  figures: AnswerFigures
}

/** Tickets that wait for support, late first answers first, and the answer statistics of the last thirty days. */
export async function readTicketQueue(ctx: OpContext, filter: Filter): Promise<TicketQueue> {
  const staffId = authorizeStaff(ctx, 'support:inspect')
  const assigned = filter.assigned === 'me' ? staffId : filter.assigned
  const since = addSeconds(ctx.now, -measuredDays * 86_400)
  return withStaff(ctx, async (tx) => {
    const rows = await queries.listStaffTickets(tx, { ...filter, assigned }, shownMax)
    return {
      entries: rows.map((row) => toStaffEntry(row, ctx.now)),
      counts: await queries.countTickets(tx),
      figures: measureAnswers(await queries.listMeasuredAnswers(tx, since, measuredMax), ctx.now),
    }
  })
}

/** Tickets with an overdue first answer, longest overdue first. */
export async function listLateTickets(ctx: OpContext): Promise<StaffTicketEntry[]> {
  authorizeStaff(ctx, 'support:inspect')
  const filter = { part: 'support', category: null, priority: null, assigned: null } as const
  return withStaff(ctx, async (tx) => {
    const rows = await queries.listStaffTickets(tx, filter, shownMax)
    return rows.map((row) => toStaffEntry(row, ctx.now)).filter(({ answer }) => answer.standing === 'late')
  })
}

/** Number of tickets waiting for support, for the navigation. */
export async function countTicketsToAnswer(ctx: OpContext): Promise<number> {
  authorizeStaff(ctx, 'support:inspect')
  return withStaff(ctx, queries.countTicketsToAnswer)
}

export type StaffTicketView = StaffTicketEntry &
  TicketView & { notes: NoteView[]; staff: { id: Id<'staff'>; name: string }[] }

/**
 * One ticket with its thread and internal notes.
 *
 * @throws DomainError `not_found`
 */
export async function readStaffTicket(
  ctx: OpContext,
  { ticketId }: { ticketId: Id<'ticket'> },
): Promise<StaffTicketView> {
  authorizeStaff(ctx, 'support:inspect')
  return withStaff(ctx, async (tx) => {
    const row = await queries.findStaffTicket(tx, ticketId)
    if (!row) throw new DomainError('not_found')
    const notes = await queries.listNotes(tx, ticketId)
    return {
      ...toStaffEntry(row, ctx.now),
      ...toDetail(row.ticket, ctx.now),
      thread: await readThread(tx, ticketId, { isStaff: true }),
      notes: notes.map(({ createdAt, ...note }) => ({ ...note, at: createdAt.toISOString() })),
      staff: await people.listTicketAssignees(tx, assigneeRoles),
    }
  })
}

/**
 * The file as uploaded.
 *
 * @throws DomainError `not_found`
 */
export async function readStaffAttachment(
  ctx: OpContext,
  { id }: z.output<typeof attachmentParams>,
): Promise<{ name: string; mediaType: string; content: Uint8Array }> {
  authorizeStaff(ctx, 'support:inspect')
  const file = await withStaff(ctx, (tx) => findAttachment(tx, id))
  if (!file) throw new DomainError('not_found')
  const { name, mediaType, content } = file
  return { name, mediaType, content }
}

type Row = Awaited<ReturnType<typeof queries.listStaffTickets>>[number]

function toStaffEntry({ ticket, organisation, assignedTo, ...names }: Row, now: Date): StaffTicketEntry {
  return {
    ...toEntry(ticket, names, now),
    organisationId: ticket.organisationId,
    organisation,
    assigned: ticket.assignedStaffId ? { id: ticket.assignedStaffId, name: assignedTo ?? '' } : null,
  }
}
