import type { TicketCategory, TicketImpact, TicketPriority } from '~/db/schema/support'
import { uploadBytesMax } from '~/lib/kernel/files/upload-size'

export const ticketCategories = [
  'incident',
  'question',
  'billing',
  'quota',
  'security',
  'sla_contest',
  'other',
] as const satisfies readonly TicketCategory[]

/** Categories in which people open a ticket; a credit is contested on its own page, with the evidence. */
export const openableCategories = [
  'incident',
  'question',
  'billing',
  'quota',
  'security',
  'other',
] as const satisfies readonly TicketCategory[]

export const ticketImpacts = ['down', 'degraded', 'minor', 'none'] as const satisfies readonly TicketImpact[]
export const ticketPriorities = [
  'critical',
  'high',
  'normal',
  'low',
] as const satisfies readonly TicketPriority[]

/** The part of the queue: waits for support, waits for the customer, resolved (can be reopened), or closed. */
export const ticketParts = ['support', 'customer', 'resolved', 'closed'] as const
export type TicketPart = (typeof ticketParts)[number]

/** Limits per message and per file. */
export const attachmentBounds = { filesMax: 5, bytesMax: uploadBytesMax } as const

/** Accepted file extensions; the type itself is determined from the bytes. */
export const attachmentExtensions = ['pdf', 'png', 'jpg', 'jpeg', 'txt', 'log', 'csv', 'json'] as const
