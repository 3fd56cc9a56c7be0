'use server'
import { defineAction } from '~/app/_server/define-action'
import { confirmAlertRecipient, endAlertRecipient } from '~/lib/budgets'
import { recipientLinkInput } from '~/lib/budgets/schema'

const linked = { surface: 'portal', scope: 'public', schema: recipientLinkInput } as const

export const confirmAlertRecipientAction = defineAction(linked, confirmAlertRecipient)

export const endAlertRecipientAction = defineAction(linked, endAlertRecipient)
