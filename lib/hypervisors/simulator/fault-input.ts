import { z } from 'zod'
import { type FaultName, faultNames, isPersistent, simulatedOperations } from './fault-names'

const text = z.string().trim().min(1).max(100)

/** Input of the command line. Without criteria the fault strikes the next suitable call. */
export const faultInput = z
  .strictObject({
    name: z.enum(faultNames as [FaultName, ...FaultName[]]),
    operation: z.enum(simulatedOperations).nullable().default(null),
    /** A resource id or the label of a server or volume. */
    resource: text.nullable().default(null),
    zoneCode: text.nullable().default(null),
    hostName: text.nullable().default(null),
    /** Number of calls that it strikes; null: until cleared, as for every outage. */
    remaining: z.int().min(1).max(100_000).nullable().default(1),
  })
  .transform((fault) => (isPersistent(fault.name) ? { ...fault, remaining: null } : fault))
export type FaultInput = z.input<typeof faultInput>
