import { z } from 'zod'
import { type Id, type IdKind, isId } from '~/lib/kernel/ids'

const idOf = <K extends IdKind>(kind: K) => z.custom<Id<K>>((value) => isId(kind, value), 'id')

export const attachAddressInput = z.strictObject({
  addressId: idOf('publicAddress'),
  instanceId: idOf('instance'),
})
export const addressIdInput = z.strictObject({ addressId: idOf('publicAddress') })
export type AttachAddressInput = z.output<typeof attachAddressInput>
export type AddressIdInput = z.output<typeof addressIdInput>

export const addAddressPoolInput = z.strictObject({
  zoneId: idOf('zone'),
  range: z.string().trim().max(18),
})
export const removeAddressPoolInput = z.strictObject({ poolId: idOf('addressPool') })
export type AddAddressPoolInput = z.output<typeof addAddressPoolInput>
