import { z } from 'zod'

export const noInput = z.strictObject({})
