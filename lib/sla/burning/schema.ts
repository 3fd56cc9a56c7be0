import { z } from 'zod'

export const chooseAlertMailsInput = z.strictObject({ isWanted: z.boolean() })
