import { z } from 'zod'
import { isCalendarDay } from './calendar-day'
import { periodPattern } from './paris-month'

/** A month, `2026-10`. */
export const periodField = z.string().regex(periodPattern, 'period')

/** A day of the calendar, `2026-10-31`. */
export const dayField = z.string().refine(isCalendarDay, 'day_form')
