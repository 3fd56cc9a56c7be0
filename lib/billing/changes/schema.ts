import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'

export const decideSellerChangeInput = z.strictObject({
  changeId: z.string().refine((text): text is Id<'sellerChange'> => isId('sellerChange', text), 'id'),
  decision: z.enum(['agreed', 'refused']),
})
