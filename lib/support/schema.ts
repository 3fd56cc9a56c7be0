import { z } from 'zod'
import { lineField, paragraphField, projectIdField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { type Id, isId } from '~/lib/kernel/ids'
import { attachmentBounds, openableCategories, ticketImpacts } from './choices'
import { answerOutcomes } from './tickets/ticket-state'

const ticketId = idField('ticket')
/** Pasted logs contain tabs. */
const body = z
  .string()
  .max(20_000, 'too_long')
  .transform((text) => text.replaceAll('\t', '  '))
  .pipe(paragraphField(10_000))

/** Files uploaded before the message, in display order. */
const files = z
  .array(idField('ticketUpload'))
  .max(attachmentBounds.filesMax, 'too_many_attachments')
  .refine((ids) => new Set(ids).size === ids.length, 'upload_gone')
  .default([])

export const openTicketInput = z.strictObject({
  subject: lineField(120),
  category: z.enum(openableCategories),
  impact: z.enum(ticketImpacts),
  body,
  projectId: projectIdField.optional(),
  /** A server or volume; its project becomes the ticket's. */
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
  /** Absent: unassigned. */
  staffId: idField('staff').optional(),
})
export const attachmentParams = z.strictObject({
  id: idField('ticketAttachment'),
})
/** The file itself is streamed. */
export const uploadFileInput = z.strictObject({ name: z.string().trim().min(1).max(120, 'file_name_long') })
