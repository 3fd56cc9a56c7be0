import { notifySupport } from '~/lib/support'
import type { Task } from './task'

export const tellSupportTask: Task<'tell_support'> = async (payload, { ctx }) => {
  await notifySupport(ctx, payload)
}
