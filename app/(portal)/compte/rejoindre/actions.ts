'use server'
import { defineAction } from '~/app/_server/define-action'
import { askToJoin } from '~/lib/identity'
import { askToJoinInput } from '~/lib/identity/schema'

export const askToJoinAction = defineAction(
  { surface: 'portal', scope: 'account', schema: askToJoinInput },
  askToJoin,
)
