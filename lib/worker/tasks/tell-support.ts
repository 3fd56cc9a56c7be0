import { tellSupport } from '~/lib/support'
import type { Task } from './task'

export const tellSupportTask: Task<'tell_support'> = async (payload, { ctx }) => {
  await tellSupport(ctx, payload)
}
