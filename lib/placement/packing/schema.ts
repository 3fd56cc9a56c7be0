import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

export const setPlacementInput = z.strictObject({
  zoneId: idField('zone'),
  placement: z.enum(['spread', 'pack']),
})
export type SetPlacementInput = z.input<typeof setPlacementInput>
