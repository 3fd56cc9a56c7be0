'use server'
import { defineAction } from '~/app/_server/define-action'
import { addSshKey, removeSshKey } from '~/lib/identity'
import { addSshKeyInput, removeSshKeyInput } from '~/lib/identity/schema'

export const addSshKeyAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addSshKeyInput, refresh: true },
  addSshKey,
)

export const removeSshKeyAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: removeSshKeyInput, refresh: true },
  removeSshKey,
)
