import { applyModeration } from '~/lib/ordering'
import type { Task } from './task'

export const applyModerationTask: Task<'settle_moderation'> = async (payload, { ctx }) => {
  await applyModeration(ctx, payload)
}
