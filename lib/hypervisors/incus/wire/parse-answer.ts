import type { z } from 'zod'
import { DriverError } from '../../port/driver-error'

/** Parses a response; throws `bad_answer` for an unknown shape, as for a truncated body. */
export function parseAnswer<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DriverError('bad_answer', { rawText: `${what} in an unknown form`, cause: parsed.error })
}
