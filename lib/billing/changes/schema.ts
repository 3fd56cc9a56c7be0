import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const changeId = idField('sellerChange')

export const withdrawSellerChangeInput = z.strictObject({ changeId })

export const decideSellerChangeInput = z.strictObject({
  changeId,
  decision: z.enum(['agreed', 'refused']),
})
