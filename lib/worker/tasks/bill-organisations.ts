import { carryOutRun } from '~/lib/billing'
import type { Task } from './task'

export const billOrganisationsTask: Task<'bill_organisations'> = async (payload, { ctx }) => {
  await carryOutRun(ctx, payload)
}
