'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { answerTicket, closeTicket, followTicket, openTicket } from '~/lib/support'
import { answerTicketInput, closeTicketInput, followTicketInput, openTicketInput } from '~/lib/support/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const openTicketAction = defineAction({ ...organisation, schema: openTicketInput }, openTicket)

export const answerTicketAction = defineAction(
  { ...organisation, schema: answerTicketInput },
  async (ctx, input) => {
    await answerTicket(ctx, input)
    refresh()
  },
)

export const closeTicketAction = defineAction(
  { ...organisation, schema: closeTicketInput },
  async (ctx, input) => {
    await closeTicket(ctx, input)
    refresh()
  },
)

export const followTicketAction = defineAction(
  { ...organisation, schema: followTicketInput },
  async (ctx, input) => {
    await followTicket(ctx, input)
    refresh()
  },
)
