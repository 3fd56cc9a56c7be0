import { z } from 'zod'
import { lineField, optionalLineField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { dayField } from '~/lib/kernel/time/date-fields'
import { qualificationKinds, qualificationStatuses } from './kinds'

const optionalDay = z.union([z.literal(''), dayField], 'day_form').default('')
const linkField = z
  .string()
  .trim()
  .max(500, 'too_long')
  .refine((text) => text === '' || isHttps(text), 'https_only')
  .default('')

const declared = {
  kind: z.enum(qualificationKinds, 'required'),
  /** Of a kind that is not in the list. */
  name: optionalLineField(80).default(''),
  status: z.enum(qualificationStatuses, 'required'),
  statusOn: dayField,
  validUntil: optionalDay,
  scopeFr: lineField(300),
  scopeEn: lineField(300),
  body: optionalLineField(120).default(''),
  reference: optionalLineField(80).default(''),
  link: linkField,
}
/** The qualification, and its last change that the page showed. */
const shown = { qualificationId: idField('qualification'), basis: z.iso.datetime() }

export const declareQualificationInput = z.strictObject(declared)
export const changeQualificationInput = z.strictObject({ ...declared, ...shown })
export const withdrawQualificationInput = z.strictObject({ ...shown, withdrawnOn: dayField })

export type DeclareQualificationInput = z.input<typeof declareQualificationInput>
export type ChangeQualificationInput = z.input<typeof changeQualificationInput>
export type WithdrawQualificationInput = z.input<typeof withdrawQualificationInput>
export type DeclaredQualification = z.output<typeof declareQualificationInput>

function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}
