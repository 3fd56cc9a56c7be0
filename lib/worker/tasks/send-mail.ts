import { sendMail } from '~/lib/mail'
import type { Task } from './task'

export const sendMailTask: Task<'send_mail'> = ({ mailId }, { ctx }) => sendMail(ctx, { mailId })

export const sendDeferredMailTask: Task<'send_deferred_mail'> = ({ mailId }, { ctx }) =>
  sendMail(ctx, { mailId, job: 'send_deferred_mail' })
