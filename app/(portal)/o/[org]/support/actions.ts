'use server'
import { defineAction } from '~/app/_server/define-action'
import { answerTicket, closeTicket, followTicket, openTicket } from '~/lib/support'
import { answerTicketInput, closeTicketInput, followTicketInput, openTicketInput } from '~/lib/support/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const openTicketAction = defineAction({ ...organisation, schema: openTicketInput }, openTicket)

export const answerTicketAction = defineAction(
  { ...organisation, schema: answerTicketInput, refresh: true },
  answerTicket,
)

export const closeTicketAction = defineAction(
  { ...organisation, schema: closeTicketInput, refresh: true },
  closeTicket,
)

export const followTicketAction = defineAction(
  { ...organisation, schema: followTicketInput, refresh: true },
  followTicket,
)
