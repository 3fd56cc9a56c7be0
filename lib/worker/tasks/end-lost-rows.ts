import { carryOutLosses } from '~/lib/restoration'
import type { Task } from './task'

export const endLostRowsTask: Task<'end_lost_rows'> = ({ organisationId }, { ctx }) =>
  carryOutLosses(ctx, organisationId)
