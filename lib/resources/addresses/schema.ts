import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

export const attachAddressInput = z.strictObject({
  addressId: idField('publicAddress'),
  instanceId: idField('instance'),
})
export const addressIdInput = z.strictObject({ addressId: idField('publicAddress') })
export type AttachAddressInput = z.output<typeof attachAddressInput>
export type AddressIdInput = z.output<typeof addressIdInput>

export const addAddressPoolInput = z.strictObject({
  zoneId: idField('zone'),
  range: z.string().trim().max(50),
})
export const removeAddressPoolInput = z.strictObject({ poolId: idField('addressPool') })
export type AddAddressPoolInput = z.output<typeof addAddressPoolInput>
