import { reviewOrganisation } from '~/lib/moderation'
import type { Task } from './task'

export const reviewOrganisationTask: Task<'review_organisation'> = async (payload, { ctx }) => {
  await reviewOrganisation(ctx, payload)
}
