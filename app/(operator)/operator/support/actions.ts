'use server'
import { defineAction } from '~/app/_server/define-action'
import { answerCustomer, assignTicket, noteTicket, takeTicket } from '~/lib/support'
import {
  answerCustomerInput,
  assignTicketInput,
  noteTicketInput,
  takeTicketInput,
} from '~/lib/support/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const takeTicketAction = defineAction({ ...staff, schema: takeTicketInput, refresh: true }, takeTicket)

export const assignTicketAction = defineAction(
  { ...staff, schema: assignTicketInput, refresh: true },
  assignTicket,
)

export const answerCustomerAction = defineAction(
  { ...staff, schema: answerCustomerInput, refresh: true },
  answerCustomer,
)

export const noteTicketAction = defineAction({ ...staff, schema: noteTicketInput, refresh: true }, noteTicket)
