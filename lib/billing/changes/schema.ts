import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'

const changeId = z.string().refine((text): text is Id<'sellerChange'> => isId('sellerChange', text), 'id')

export const withdrawSellerChangeInput = z.strictObject({ changeId })

export const decideSellerChangeInput = z.strictObject({
  changeId,
  decision: z.enum(['agreed', 'refused']),
})
