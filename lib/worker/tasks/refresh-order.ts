import { refreshOrderLine } from '~/lib/ordering'
import type { Task } from './task'

export const refreshOrder: Task<'settle_order'> = async (payload, { ctx }) => {
  await refreshOrderLine(ctx, payload)
}
