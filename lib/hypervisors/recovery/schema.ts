import { z } from 'zod'

export const agreeToDatabaseInput = z.strictObject({
  /** Of the database that was on the screen. */
  identity: z.string().regex(/^\d{1,20}\/\d{1,10}\/[0-9A-F]{8}$/, 'id'),
  /** Rows that were written before are missing: operations under way wait for a person each. */
  dataLost: z.boolean(),
})
export type AgreeToDatabaseInput = z.output<typeof agreeToDatabaseInput>
