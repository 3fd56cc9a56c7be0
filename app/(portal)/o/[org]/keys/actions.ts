'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { addSshKey, removeSshKey } from '~/lib/identity'
import { addSshKeyInput, removeSshKeyInput } from '~/lib/identity/schema'

export const addSshKeyAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addSshKeyInput },
  async (ctx, input) => {
    const added = await addSshKey(ctx, input)
    refresh()
    return added
  },
)

export const removeSshKeyAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: removeSshKeyInput },
  async (ctx, input) => {
    await removeSshKey(ctx, input)
    refresh()
  },
)
