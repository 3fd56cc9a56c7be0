import { z } from 'zod'

const importCharactersMax = 220_000

/** A list of hosts as CSV; what is wrong with a line is told by line, not here. A request holds 256 KiB. */
export const importHostsInput = z.strictObject({ csv: z.string().min(1).max(importCharactersMax) })

export type ImportHostsInput = z.output<typeof importHostsInput>
