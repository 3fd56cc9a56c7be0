import { z } from 'zod'
import { lineField, paragraphField, projectIdField } from '~/lib/identity/schema'
import { type Id, isId } from '~/lib/kernel/ids'
import { attachmentBounds, openableCategories, ticketImpacts } from './choices'
import { answerOutcomes } from './ticket-state'

const ticketId = z.custom<Id<'ticket'>>((value) => isId('ticket', value), 'id')
/** Logs that people paste have tabs. */
const body = z
  .string()
  .max(20_000, 'too_long')
  .transform((text) => text.replaceAll('\t', '  '))
  .pipe(paragraphField(10_000))

/** Of all files of a message, in the characters of base 64. */
const contentLengthMax = Math.ceil(attachmentBounds.bytesMax / 3) * 4
const files = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1).max(120),
      content: z
        .string()
        .min(1, 'file_empty')
        .max(contentLengthMax, 'attachments_too_large')
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'file_unreadable')
        .transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    }),
  )
  .max(attachmentBounds.filesMax, 'too_many_attachments')
  .default([])

export const openTicketInput = z.strictObject({
  subject: lineField(120),
  category: z.enum(openableCategories),
  impact: z.enum(ticketImpacts),
  body,
  projectId: projectIdField.optional(),
  /** A server or a volume; its project is the ticket's. */
  resourceId: z
    .custom<Id<'instance'> | Id<'volume'>>((value) => isId('instance', value) || isId('volume', value), 'id')
    .optional(),
  files,
})
export const answerTicketInput = z.strictObject({ ticketId, body, files })
export const closeTicketInput = z.strictObject({ ticketId })
export const followTicketInput = z.strictObject({ ticketId, isFollowing: z.boolean() })
export const answerCustomerInput = z.strictObject({ ticketId, body, files, leaves: z.enum(answerOutcomes) })
export const noteTicketInput = z.strictObject({ ticketId, body })
export const takeTicketInput = z.strictObject({ ticketId })
export const assignTicketInput = z.strictObject({
  ticketId,
  /** Nobody when absent. */
  staffId: z.custom<Id<'staff'>>((value) => isId('staff', value), 'id').optional(),
})
export const attachmentParams = z.strictObject({
  id: z.custom<Id<'ticketAttachment'>>((value) => isId('ticketAttachment', value), 'id'),
})
