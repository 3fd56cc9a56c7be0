import { z } from 'zod'
import { instanceIdInput } from '~/lib/resources/schema'

export const openConsoleInput = instanceIdInput

const columns = z.int().min(1).max(1_000)
const rows = z.int().min(1).max(1_000)

/** The browser's first message. The ticket is never in an address, because addresses are logged. */
export const firstMessage = z.strictObject({
  ticket: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  columns,
  rows,
})

/** Later text messages: the window's size, or how much was drawn. Input is sent as binary messages. */
export const laterMessage = z.union([
  z.strictObject({ columns, rows }),
  z.strictObject({ drawnBytes: z.int().min(0) }),
])
