import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const title = z.string().trim().min(1).max(80)
const hypervisorId = idField('hypervisor')

export const addHypervisorInput = z.strictObject({
  zoneCode: z
    .string()
    .trim()
    .regex(/^[A-Z]{3}[0-9]{1,2}$/, 'zone_code'),
  zoneName: title,
  city: title,
  address: z.string().trim().min(1).max(300),
  token: z.string().trim().min(1).max(4_000),
})
export type AddHypervisorInput = z.output<typeof addHypervisorInput>

/** Addresses of one hypervisor, from staff or the token. */
export const addressesMax = 16

/** A text with an entry per line, or between commas. */
const entries = z
  .string()
  .max(5_000)
  .transform((text) => text.split(/[\s,;]+/).filter((each) => each !== ''))

/** In the order in which to try them. */
export const changeHypervisorAddressesInput = z.strictObject({
  hypervisorId,
  addresses: entries.pipe(z.array(z.string().max(300)).min(1).max(addressesMax)),
})
export type ChangeHypervisorAddressesInput = z.output<typeof changeHypervisorAddressesInput>

/** Empty for none besides those of all zones. */
export const changeManagementRangesInput = z.strictObject({
  hypervisorId,
  ranges: entries.pipe(z.array(z.string().max(60)).max(64)),
})
export type ChangeManagementRangesInput = z.output<typeof changeManagementRangesInput>

export const hypervisorIdInput = z.strictObject({ hypervisorId })
/** `revision` is that of the reading on the screen. */
export const confirmHypervisorInput = z.strictObject({
  hypervisorId,
  revision: z.number().int().min(0).max(2_147_483_647),
})
export type ConfirmHypervisorInput = z.output<typeof confirmHypervisorInput>
