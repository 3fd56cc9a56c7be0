import { z } from 'zod'
import { type FaultName, faultNames, simulatedOperations, stands } from './fault-names'

const text = z.string().trim().min(1).max(100)

/** What the command line may ask for. Without criteria the fault strikes the next call of its nature. */
export const faultInput = z
  .strictObject({
    name: z.enum(faultNames as [FaultName, ...FaultName[]]),
    operation: z.enum(simulatedOperations).nullable().default(null),
    /** A resource id or the label of a server or volume. */
    resource: text.nullable().default(null),
    zoneCode: text.nullable().default(null),
    hostName: text.nullable().default(null),
    /** How many calls it strikes; null: until it is cleared, as every fault is that stands. */
    remaining: z.int().min(1).max(100_000).nullable().default(1),
  })
  .transform((fault) => (stands(fault.name) ? { ...fault, remaining: null } : fault))
export type FaultInput = z.input<typeof faultInput>
