import { z } from 'zod'
import { addressField, lineField, paragraphField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { bicField, ibanField } from './account-fields'
import { isBic, isCreditorIdentifier } from './iban'
import { sepaText } from './sepa/write-pain008'
import { asDay } from './statements/statement'

const movementId = idField('bankMovement')
const organisationId = idField('organisation')
const documentId = idField('invoice')
const batchId = idField('directDebitBatch')
const directDebitId = idField('directDebit')

export const confirmMovementInput = z.strictObject({
  movementId,
  organisationId,
  /** Paid in order of their due days; when empty, the whole amount becomes customer credit. */
  documentIds: z.array(documentId).max(200),
})
/** Numbers of one customer's invoices, as typed. */
export const assignMovementInput = z.strictObject({
  movementId,
  numbers: z
    .string()
    .max(2_000, 'too_long')
    .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
    .refine((numbers) => numbers.length > 0, 'required')
    .refine((numbers) => numbers.length <= 100, 'too_many'),
})
/** A bank file uploaded by a browser, and its name. */
export const importBankFileInput = z.strictObject({ name: lineField(200) })
export const setAsideMovementInput = z.strictObject({ movementId, note: lineField(200) })
export const undoMovementInput = z.strictObject({ movementId, note: lineField(200) })

/** Bank files use Latin letters: a name in another script would be empty. */
const isWritable = (text: string) => sepaText(text, 70) !== ''

export const signMandateInput = z
  .strictObject({
    iban: ibanField,
    bic: bicField,
    holderName: lineField(70).refine(isWritable, 'latin_letters'),
    holderAddress: addressField.refine(({ city }) => isWritable(city), {
      path: ['city'],
      message: 'latin_letters',
    }),
    scheme: z.enum(['CORE', 'B2B']),
    /** The debtor grants the mandate by ticking this box; its meaning is stated next to it. */
    isAgreed: z.literal(true, 'mandate_agreed'),
  })
  .refine(({ iban, bic }) => isBic(bic, iban), { path: ['bic'], message: 'bic_country' })
export const setCreditorInput = z.strictObject({
  identifier: z
    .string()
    .transform((value) => value.replace(/\s/g, '').toUpperCase())
    .refine(isCreditorIdentifier, 'creditor_identifier'),
  noticeDays: z.number().int().min(1).max(30),
})
/** The mandate that the page displayed: one signed in the meantime stays in force. */
export const revokeMandateInput = z.strictObject({
  reference: z.string().regex(/^[A-Z0-9-]{1,35}$/, 'invalid_format'),
})
export const choosePaymentMethodInput = z.strictObject({
  method: z.enum(['transfer', 'direct_debit', 'mandat_administratif']),
})

const day = z.string().refine((text) => asDay(text) !== null, 'day_form')
export const prepareDebitsInput = z.strictObject({ collectOn: day })
export const endDebitsInput = z.strictObject({ batchId })
export const returnDebitInput = z.strictObject({
  directDebitId,
  reason: z.string().regex(/^[A-Z]{2}[0-9]{2}$/, 'return_reason'),
})

export const dunningDecisionInput = z.strictObject({
  documentId,
  step: z.enum(['suspension', 'doubtful']),
  decision: z.enum(['carried_out', 'declined']),
  note: paragraphField(500),
})
export const holdDunningInput = z.strictObject({ documentId, reason: lineField(200) })
export const releaseDunningInput = z.strictObject({ documentId })
export const reinstateInput = z.strictObject({ organisationId, note: paragraphField(500) })
export const recordRateInput = z.strictObject({
  from: day,
  /** Percent as typed: `2,15`. */
  percent: z.string().regex(/^-?[0-9]{1,2}([.,][0-9]{1,2})?$/, 'percentage'),
})
