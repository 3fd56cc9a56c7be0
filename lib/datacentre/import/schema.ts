import { z } from 'zod'

const importCharactersMax = 220_000

/** A list of hosts as CSV; errors are reported by line, not by this schema. A request holds 256 KiB. */
export const importHostsInput = z.strictObject({ csv: z.string().min(1).max(importCharactersMax) })

export type ImportHostsInput = z.output<typeof importHostsInput>
