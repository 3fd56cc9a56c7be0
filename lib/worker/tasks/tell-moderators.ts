import { tellModerators } from '~/lib/moderation'
import type { Task } from './task'

export const tellModeratorsTask: Task<'tell_moderators'> = async (payload, { ctx }) => {
  await tellModerators(ctx, payload)
}
