import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const nameText = z.string().trim().max(260)

/** Either an address of the project or a host. */
export const addNameInput = z.strictObject({
  projectId: idField('project'),
  label: nameText.min(1),
  addressId: idField('publicAddress').optional(),
  host: nameText.optional(),
})
export const nameIdInput = z.strictObject({ nameId: idField('name') })
/** Of a reserved IPv4 address, or of the IPv6 address of a server. An empty name is that of the server. */
export const setReverseNameInput = z
  .strictObject({
    addressId: idField('publicAddress').optional(),
    address6: z.ipv6().optional(),
    name: nameText,
  })
  .refine(({ addressId, address6 }) => (addressId === undefined) !== (address6 === undefined), {
    path: ['addressId'],
    message: 'invalid_type',
  })
export type AddNameInput = z.output<typeof addNameInput>
export type SetReverseNameInput = z.output<typeof setReverseNameInput>

const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/?$/
const entries = z
  .string()
  .max(2_000)
  .transform((text) => text.split(/[\s,;]+/).filter((each) => each !== ''))

export const setNameServiceInput = z.strictObject({
  domain: nameText.min(1),
  baseUrl: z
    .url()
    .max(300)
    .refine((text) => text.startsWith('https://') || local.test(text), 'https_only')
    // The key has its own field, and paths of the interface are appended.
    .refine((text) => !/[@?#]/.test(text), 'base_url_plain'),
  /** Empty: the stored one, for the same address. */
  key: z.string().trim().max(200),
  nameServers: entries.pipe(z.array(z.string().max(253)).min(1).max(8)),
  resolver: z.string().trim().max(60),
})
export const switchNamesInput = z.strictObject({ isOn: z.boolean() })
/** `write`: ours replaces it. `remove`: the record set goes. */
export const decideNameDifferenceInput = z.strictObject({
  differenceId: idField('nameDifference'),
  decision: z.enum(['write', 'remove']),
})
export type SetNameServiceInput = z.output<typeof setNameServiceInput>
