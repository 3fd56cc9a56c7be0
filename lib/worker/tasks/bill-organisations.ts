import { carryOutRun } from '~/lib/billing'
import { assessMonth } from '~/lib/sla'
import type { Task } from './task'

export const billOrganisationsTask: Task<'bill_organisations'> = async (payload, { ctx }) => {
  await carryOutRun(ctx, { ...payload, before: assessMonth })
}
