import { notifyJoinRequest } from '~/lib/identity'
import type { Task } from './task'

export const notifyJoinRequestTask: Task<'tell_join_request'> = async (payload, { ctx }) => {
  await notifyJoinRequest(ctx, payload)
}
