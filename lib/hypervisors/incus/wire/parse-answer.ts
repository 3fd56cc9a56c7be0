import type { z } from 'zod'
import { DriverError } from '../../port/driver-error'

/** What Incus sent, in the form we know; another form is a bad answer, like a body cut short. */
export function parseAnswer<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DriverError('bad_answer', { rawText: `${what} in an unknown form`, cause: parsed.error })
}
