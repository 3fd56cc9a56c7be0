import { carryOutSendings } from '~/lib/restoration'
import type { Task } from './task'

export const endDoubtfulSendingsTask: Task<'end_doubtful_sendings'> = (_payload, { ctx }) =>
  carryOutSendings(ctx)
