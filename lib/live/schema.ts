import { z } from 'zod'

export const streamInput = z.strictObject({})
