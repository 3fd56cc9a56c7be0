import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import {
  answerTicket,
  closeTicket,
  followTicket,
  getTicket,
  listTickets,
  openTicket,
  readAttachment,
  ticketsPerPage,
  uploadTicketFile,
} from '~/lib/support'
import {
  answerTicketInput,
  closeTicketInput,
  followTicketInput,
  openTicketInput,
  uploadFileInput,
} from '~/lib/support/schema'
import { readCursor, writeCursor } from '../cursor'
import { defineChange } from '../define-change'
import { at, defineDownload, defineOperation, defineUpload } from '../define-operation'
import { instant, pageOf, pageQuery } from '../fields'

const ticketSummary = z
  .object({
    id: idField('ticket'),
    reference: z.string(),
    subject: z.string(),
    category: z.string(),
    priority: z.string(),
    state: z.string(),
    openedBy: z.string().nullable(),
    project: z.string().nullable(),
    openedAt: instant,
    lastMessageAt: instant,
    lastMessageBy: z.string(),
    answer: z.object({ standing: z.string(), dueAt: instant, answeredAt: instant.nullable() }),
  })
  .meta({ id: 'TicketSummary' })
const ticketAnswer = ticketSummary
  .extend({
    closesAt: instant.nullable(),
    messages: z.array(
      z.object({
        id: z.string(),
        side: z.string(),
        author: z.string().nullable(),
        body: z.string(),
        at: instant,
        files: z.array(z.object({ id: idField('ticketAttachment'), name: z.string(), sizeBytes: z.int() })),
      }),
    ),
    isFollowing: z.boolean(),
  })
  .meta({ id: 'Ticket', description: 'A question to support, with its messages.' })

export const support = [
  defineOperation({
    id: 'listTickets',
    method: 'GET',
    path: '/v1/tickets',
    tag: 'support',
    summary: 'List tickets, those with the latest message first',
    permission: 'support:read',
    query: {
      cursor: pageQuery.cursor,
      part: z.enum(['all', 'open', 'closed']).default('all'),
      projectId: idField('project').optional(),
      text: z.string().trim().max(100).default(''),
    },
    status: 200,
    answer: pageOf(ticketSummary),
    async run({ ctx, query: { cursor, part, projectId, text } }) {
      const of = { name: 'tickets', filter: { part, projectId, text } }
      const page = Number(readCursor(ctx, of, cursor)?.[0] ?? 1)
      const { rows, total } = await listTickets(ctx, {
        part,
        category: null,
        isMine: false,
        projectId: projectId ?? null,
        search: text,
        page,
      })
      return {
        items: rows,
        nextCursor: page * ticketsPerPage < total ? writeCursor(ctx, of, [`${page + 1}`]) : null,
      }
    },
  }),
  defineOperation({
    id: 'getTicket',
    method: 'GET',
    path: '/v1/tickets/{ticketId}',
    tag: 'support',
    summary: 'Read a ticket with its messages',
    permission: 'support:read',
    params: { ticketId: idField('ticket') },
    status: 200,
    answer: ticketAnswer,
    async run({ ctx, params: { ticketId } }) {
      const { thread, ...ticket } = await getTicket(ctx, { ticketId })
      return { ...ticket, messages: thread.filter((each) => each.kind === 'message') }
    },
  }),
  defineChange({
    id: 'openTicket',
    path: '/v1/tickets',
    tag: 'support',
    summary: 'Open a ticket',
    permission: 'support:write',
    input: openTicketInput,
    status: 201,
    answer: z.object({ ticketId: idField('ticket'), reference: z.string() }),
    async run(ctx, input) {
      const opened = await openTicket(ctx, input)
      return at(`/v1/tickets/${opened.ticketId}`, opened)
    },
  }),
  defineChange({
    id: 'answerTicket',
    path: '/v1/tickets/{ticketId}/messages',
    tag: 'support',
    summary: 'Write a message on a ticket',
    permission: 'support:write',
    input: answerTicketInput,
    run: answerTicket,
  }),
  defineChange({
    id: 'closeTicket',
    path: '/v1/tickets/{ticketId}/close',
    tag: 'support',
    summary: 'Close a ticket',
    permission: 'support:write',
    input: closeTicketInput,
    run: closeTicket,
  }),
  defineChange({
    id: 'followTicket',
    path: '/v1/tickets/{ticketId}/follow',
    tag: 'support',
    summary: 'Receive mails about a ticket, or not',
    permission: 'support:read',
    input: followTicketInput,
    run: followTicket,
  }),
  defineUpload({
    id: 'uploadTicketFile',
    path: '/v1/ticket-files',
    tag: 'support',
    summary: 'Upload a file for a message of a ticket',
    description: '`openTicket` and `answerTicket` name it in `files`.',
    permission: 'support:write',
    query: uploadFileInput.shape,
    answer: z.object({ uploadId: idField('ticketUpload') }),
    run: uploadTicketFile,
  }),
  defineDownload({
    id: 'downloadAttachment',
    path: '/v1/ticket-attachments/{attachmentId}',
    tag: 'support',
    summary: 'Download a file of a ticket',
    permission: 'support:read',
    params: { attachmentId: idField('ticketAttachment') },
    files: [
      'application/pdf',
      'image/png',
      'image/jpeg',
      'text/plain; charset=utf-8',
      'text/csv; charset=utf-8',
      'application/json',
    ],
    run: ({ ctx, params: { attachmentId } }) => readAttachment(ctx, { id: attachmentId }),
  }),
]
