import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'

export const setHeadroomInput = z.strictObject({
  zoneId: z.custom<Id<'zone'>>((value) => isId('zone', value), 'id'),
  keepsHeadroom: z.boolean(),
})
export type SetHeadroomInput = z.input<typeof setHeadroomInput>
