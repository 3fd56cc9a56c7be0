import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { readCidr } from '~/lib/kernel/net/cidr'
import { lineField } from '../organisations/schema'
import { tokenPermissions } from '../permissions'

const tokenDaysMax = 365
const tokenOverlapHoursMax = 24

export const createTokenInput = z.strictObject({
  name: lineField(60),
  permissions: z.array(z.enum(tokenPermissions)).min(1, 'required').max(tokenPermissions.length, 'too_many'),
  /** Null: all projects of the holder, also later ones. */
  projectIds: z.array(idField('project')).min(1, 'required').max(100, 'too_many').nullable(),
  /** From where it may be used; empty: from anywhere. */
  networks: z
    .array(z.string())
    .max(20, 'too_many')
    .refine((ranges) => ranges.every((each) => readCidr(each)?.hasHostBits === false), 'firewall_cidr'),
  /** May also do what asks a person for a fresh proof, such as deleting. */
  mayDestroy: z.boolean(),
  days: z.int().min(1, 'too_small').max(tokenDaysMax, 'too_big'),
})
export type CreateTokenInput = z.output<typeof createTokenInput>

export const rotateTokenInput = z.strictObject({
  tokenId: idField('apiToken'),
  /** How long the former secret stays valid. */
  overlapHours: z.int().min(0, 'too_small').max(tokenOverlapHoursMax, 'too_big'),
})
export const revokeTokenInput = z.strictObject({ tokenId: idField('apiToken') })
