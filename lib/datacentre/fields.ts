import { z } from 'zod'

export const title = z.string().trim().min(1).max(80)

export const amount = z.number().int().min(0).max(100_000_000)

export const labels = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'label_name'), z.string().trim().min(1).max(60))
  .refine((value) => Object.keys(value).length <= 20, 'too_many')
