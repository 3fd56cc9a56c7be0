import { z } from 'zod'
import { instanceIdInput } from '~/lib/resources/schema'

export const openConsoleInput = instanceIdInput

const columns = z.int().min(1).max(1_000)
const rows = z.int().min(1).max(1_000)

/** What a browser says first: the ticket is never in an address, which is logged along the way. */
export const firstMessage = z.strictObject({
  ticket: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  columns,
  rows,
})

/** What it may say later beside what is typed, which comes as bytes: the window's size, or how much it has drawn. */
export const laterMessage = z.union([
  z.strictObject({ columns, rows }),
  z.strictObject({ drawnBytes: z.int().min(0) }),
])
