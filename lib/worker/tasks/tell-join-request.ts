import { tellJoinRequest } from '~/lib/identity'
import type { Task } from './task'

export const tellJoinRequestTask: Task<'tell_join_request'> = async (payload, { ctx }) => {
  await tellJoinRequest(ctx, payload)
}
