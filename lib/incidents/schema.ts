import { z } from 'zod'
import { lineField, paragraphField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { openingStates } from './client'
import { isParisMinute } from './paris-minute'

// Customers read these in mails, feeds and calendars, so control and formatting characters are rejected.
const title = lineField(140).pipe(z.string().min(3))
const text = paragraphField(2_000).pipe(z.string().min(3))
const longText = z.union([z.string().trim().length(0), paragraphField(10_000)])
const severity = z.enum(['minor', 'major', 'critical'])
/** A minute in Paris time, from a form field. */
const parisMinute = z.string().refine(isParisMinute)
/** `host:hst_…`, `rack:rac_…`, `zone:zon_…` or `site:portal`. */
const place = z
  .string()
  .regex(
    /^(host:hst_[0-9a-z]{26}|rack:rac_[0-9a-z]{26}|zone:zon_[0-9a-z]{26}|site:(portal|operator))$/,
    'place',
  )
const workPlace = z
  .string()
  .regex(/^(host:hst_[0-9a-z]{26}|rack:rac_[0-9a-z]{26}|zone:zon_[0-9a-z]{26})$/, 'place')

const incidentId = idField('incident')
const texts = { titleFr: title, titleEn: title, textFr: text, textEn: text }

export const incidentIdInput = z.strictObject({ id: incidentId })
export const openIncidentInput = z.strictObject({
  place,
  severity,
  state: z.enum(openingStates),
  startedAt: parisMinute,
  ...texts,
})
export const acceptIncidentInput = z.strictObject({
  incidentId,
  severity,
  state: z.enum(openingStates),
  ...texts,
})
export const dismissIncidentInput = z.strictObject({
  incidentId,
  reason: lineField(300).pipe(z.string().min(3)),
})
export const updateIncidentInput = z.strictObject({
  incidentId,
  severity,
  state: z.enum([...openingStates, 'resolved']),
  textFr: text,
  textEn: text,
})
export const explainIncidentInput = z.strictObject({
  incidentId,
  rootCauseFr: longText,
  rootCauseEn: longText,
  postMortemFr: longText,
  postMortemEn: longText,
})
export const decideExclusionInput = z.strictObject({
  incidentId,
  fromAt: parisMinute,
  toAt: parisMinute,
  reason: paragraphField(1_000).pipe(z.string().min(10)),
})
export const revokeExclusionInput = z.strictObject({ exclusionId: idField('exclusion') })

const window = {
  titleFr: title,
  titleEn: title,
  descriptionFr: text,
  descriptionEn: text,
  startsAt: parisMinute,
  endsAt: parisMinute,
}
export const announceMaintenanceInput = z.strictObject({
  place: workPlace,
  relocationId: idField('relocation').nullable().default(null),
  ...window,
})
export const changeMaintenanceInput = z.strictObject({ maintenanceId: idField('maintenance'), ...window })
export const cancelMaintenanceInput = z.strictObject({ maintenanceId: idField('maintenance') })
export const maintenanceIdInput = z.strictObject({ id: idField('maintenance') })

export const subscribeInput = z.strictObject({ email: z.email().max(254).toLowerCase() })
/** The token of a link in a subscription mail. */
export const subscriptionInput = z.strictObject({
  token: z.string().regex(/^sts_[0-9a-z]{26}-[A-Za-z0-9_-]{43}$/),
})
export const calendarSecretParams = z.strictObject({ secret: z.string().min(1).max(100) })
export const zoneCalendarParams = z.strictObject({ zone: lineField(40) })

export type OpenIncidentInput = z.output<typeof openIncidentInput>
export type AcceptIncidentInput = z.output<typeof acceptIncidentInput>
export type DismissIncidentInput = z.output<typeof dismissIncidentInput>
export type UpdateIncidentInput = z.output<typeof updateIncidentInput>
export type ExplainIncidentInput = z.output<typeof explainIncidentInput>
export type DecideExclusionInput = z.output<typeof decideExclusionInput>
export type RevokeExclusionInput = z.output<typeof revokeExclusionInput>
export type AnnounceMaintenanceInput = z.output<typeof announceMaintenanceInput>
export type ChangeMaintenanceInput = z.output<typeof changeMaintenanceInput>
export type CancelMaintenanceInput = z.output<typeof cancelMaintenanceInput>
