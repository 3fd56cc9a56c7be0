import { z } from 'zod'

export const agreeToDatabaseInput = z.strictObject({
  /** Identity of the database on the screen. */
  identity: z.string().regex(/^\d{1,20}\/\d{1,10}\/[0-9A-F]{8}$/, 'id'),
  /** Rows are missing: each operation in progress waits for a person. */
  dataLost: z.boolean(),
})
export type AgreeToDatabaseInput = z.output<typeof agreeToDatabaseInput>
