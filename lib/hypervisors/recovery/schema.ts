import { z } from 'zod'

const identity = z.string().regex(/^\d{1,20}\/\d{1,10}\/[0-9A-F]{8}$/, 'id')

export const allowComparisonInput = z.strictObject({ identity })
export type AllowComparisonInput = z.output<typeof allowComparisonInput>

export const agreeToDatabaseInput = z.strictObject({
  /** Identity of the database on the screen. */
  identity,
  /** Rows are missing: each operation in progress waits for a person. */
  dataLost: z.boolean(),
  /** How many open points the person accepts to leave open. */
  openPoints: z.int().min(0).max(1_000_000).default(0),
})
export type AgreeToDatabaseInput = z.input<typeof agreeToDatabaseInput>
