import type { TicketCategory, TicketImpact, TicketPriority } from '~/db/schema/support'
import { uploadBytesMax } from '~/lib/kernel/files/upload'

export const ticketCategories = [
  'incident',
  'question',
  'billing',
  'quota',
  'security',
  'sla_contest',
  'other',
] as const satisfies readonly TicketCategory[]

/** What people open a ticket about; a credit is contested where it is shown, with the evidence. */
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

/** On whom tickets wait: on support, on the customer, on nobody for some days, or never again. */
export const ticketParts = ['support', 'customer', 'resolved', 'closed'] as const
export type TicketPart = (typeof ticketParts)[number]

/** At most so many files a message, and so many bytes each. */
export const attachmentBounds = { filesMax: 5, bytesMax: uploadBytesMax } as const

/** What a file may be called; what it is, its bytes say. */
export const attachmentExtensions = ['pdf', 'png', 'jpg', 'jpeg', 'txt', 'log', 'csv', 'json'] as const
