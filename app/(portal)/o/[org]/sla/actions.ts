'use server'
import { defineAction } from '~/app/_server/define-action'
import { chooseAlertMails } from '~/lib/sla'
import { chooseAlertMailsInput } from '~/lib/sla/schema'

export const chooseAlertMailsAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: chooseAlertMailsInput, refresh: true },
  chooseAlertMails,
)
