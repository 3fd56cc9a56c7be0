import { z } from 'zod'

export const readNoticesInput = z.strictObject({ upTo: z.iso.datetime() })
