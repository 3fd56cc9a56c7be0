import { z } from 'zod'

/** A host name label: also the name inside the server and on its network. */
export const resourceName = z
  .string()
  .trim()
  .min(2)
  .max(63)
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'resource_name')

// Filters come from URLs that people edit and share: an unknown value means « no filter », not an error.
export const filter = z.string().trim().min(1).max(100).optional().catch(undefined)

export const sortOf = <S extends string>(sorts: readonly [S, ...S[]], initial: S) => ({
  sort: z.enum(sorts).catch(initial).default(initial),
  direction: z.enum(['asc', 'desc']).catch('asc').default('asc'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
})
