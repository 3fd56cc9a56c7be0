import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

export const setHeadroomInput = z.strictObject({
  zoneId: idField('zone'),
  keepsHeadroom: z.boolean(),
})
export type SetHeadroomInput = z.input<typeof setHeadroomInput>
