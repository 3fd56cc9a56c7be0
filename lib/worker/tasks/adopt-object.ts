import { carryOutAdoption } from '~/lib/restoration'
import type { Task } from './task'

export const adoptObjectTask: Task<'adopt_object'> = ({ adoptionId }, { ctx }) =>
  carryOutAdoption(ctx, adoptionId)
