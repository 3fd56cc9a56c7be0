import { z } from 'zod'
import { periodPattern } from './paris-month'

/** A month, `2026-10`. */
export const periodField = z.string().regex(periodPattern, 'period')

/** A day of the calendar, `2026-10-31`. */
export const dayField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'day_form')
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text),
    'day_form',
  )
