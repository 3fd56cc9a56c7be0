import { settleOrderLine } from '~/lib/ordering'
import type { Task } from './task'

export const settleOrder: Task<'settle_order'> = async (payload, { ctx }) => {
  await settleOrderLine(ctx, payload)
}
