import { z } from 'zod'
import { paragraphField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'

const organisationId = idField('organisation')

export const acceptOrganisationInput = z.strictObject({
  organisationId,
  /** The domain that the moderator saw and approves. */
  trustedDomain: z.string().min(3).max(253).optional(),
})
export const liftCapInput = z.strictObject({ organisationId, reason: paragraphField(1000) })
export const refuseOrganisationInput = z.strictObject({ organisationId, reason: paragraphField(2000) })
export const askOrganisationInput = z.strictObject({ organisationId, question: paragraphField(2000) })
