import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

/** The documents that a list shows at most, the latest first. */
export const listedMax = 500

export const documentParams = z.strictObject({
  documentId: idField('invoice'),
})

/** A line's position, from the URL. */
export const lineParam = z.coerce.number().int().min(1).max(1_000_000)

export const costByParam = z.enum(['project', 'resource', 'cost_centre', 'meter', 'tag'])
/** An unknown key counts as no key. */
export const costTagParam = z.string().max(32)
