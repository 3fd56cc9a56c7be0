import { z } from 'zod'

/** The input of an action or a route that takes none: anything else is refused. */
export const noInput = z.strictObject({})
