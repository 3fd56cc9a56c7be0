import { chainAudit } from '~/lib/audit'
import type { Task } from './task'

export const chainAuditTask: Task<'chain_audit'> = async (_payload, { ctx }) => {
  await chainAudit(ctx)
}
