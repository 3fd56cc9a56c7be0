import { sendMail } from '~/lib/mail'
import type { Task } from './task'

export const sendMailTask: Task<'send_mail'> = ({ mailId }, { ctx }) => sendMail(ctx, { mailId })
