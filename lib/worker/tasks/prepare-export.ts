import { prepareExport } from '~/lib/billing'
import type { Task } from './task'

export const prepareExportTask: Task<'prepare_export'> = ({ exportId }, { ctx }) =>
  prepareExport(ctx, { exportId })
