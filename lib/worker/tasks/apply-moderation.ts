import { settleModeration } from '~/lib/ordering'
import type { Task } from './task'

export const settleModerationTask: Task<'settle_moderation'> = async (payload, { ctx }) => {
  await settleModeration(ctx, payload)
}
