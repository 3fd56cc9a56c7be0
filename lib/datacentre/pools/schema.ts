import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { amount } from '../fields'

export const setPoolCapacityInput = z.strictObject({
  poolId: idField('pool'),
  gibPhysical: amount.min(1),
  gibReserved: amount,
})

export const editPoolInput = z
  .strictObject({
    poolId: idField('pool'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
    gibPhysical: amount.min(1),
    gibReserved: amount,
  })
  .refine((pool) => pool.gibReserved <= pool.gibPhysical, { path: ['gibReserved'], message: 'too_large' })

export const registerPoolInput = z
  .strictObject({
    zoneId: idField('zone'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
    volumeClass: z.enum(['fast', 'standard', 'archive']),
    gibPhysical: amount.min(1),
    gibReserved: amount.default(0),
  })
  .refine((pool) => pool.gibReserved <= pool.gibPhysical, { path: ['gibReserved'], message: 'too_large' })

export type SetPoolCapacityInput = z.input<typeof setPoolCapacityInput>

export type RegisterPoolInput = z.input<typeof registerPoolInput>

export type EditPoolInput = z.input<typeof editPoolInput>
