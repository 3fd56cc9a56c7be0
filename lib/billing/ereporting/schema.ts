import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'
import { ereportingRegimes, sellerSizes } from './choices'

export const ereportingInput = z.strictObject({
  size: z.enum(sellerSizes),
  regime: z.enum(ereportingRegimes),
  /** Absent: the legal start date. */
  startsOn: z.union([z.iso.date(), z.literal('')]).optional(),
  platformCode: z.string().regex(/^[0-9A-Z]{4}$/, 'platform_code'),
})
export type EreportingInput = z.output<typeof ereportingInput>

const declarationId = idField('declaration')

export const declarationParams = z.strictObject({ declarationId })
/** A declaration that was refused or never sent. */
export const resendDeclarationInput = z.strictObject({ declarationId })
/** A finished period that is not declared, or changed since. */
export const declarePeriodInput = z.strictObject({
  kind: z.enum(['transactions', 'payments']),
  from: z.iso.date(),
})
export type DeclarePeriodInput = z.output<typeof declarePeriodInput>

export const serviceListParams = z.strictObject({
  month: periodField,
  format: z.enum(['csv', 'xml']),
})
