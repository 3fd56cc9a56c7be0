import { notifyModerators } from '~/lib/moderation'
import type { Task } from './task'

export const notifyModeratorsTask: Task<'tell_moderators'> = async (payload, { ctx }) => {
  await notifyModerators(ctx, payload)
}
