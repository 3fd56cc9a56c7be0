'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { answerCustomer, assignTicket, noteTicket, takeTicket } from '~/lib/support'
import {
  answerCustomerInput,
  assignTicketInput,
  noteTicketInput,
  takeTicketInput,
} from '~/lib/support/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const takeTicketAction = defineAction({ ...staff, schema: takeTicketInput }, async (ctx, input) => {
  await takeTicket(ctx, input)
  refresh()
})

export const assignTicketAction = defineAction(
  { ...staff, schema: assignTicketInput },
  async (ctx, input) => {
    await assignTicket(ctx, input)
    refresh()
  },
)

export const answerCustomerAction = defineAction(
  { ...staff, schema: answerCustomerInput },
  async (ctx, input) => {
    await answerCustomer(ctx, input)
    refresh()
  },
)

export const noteTicketAction = defineAction({ ...staff, schema: noteTicketInput }, async (ctx, input) => {
  await noteTicket(ctx, input)
  refresh()
})
