import { z } from 'zod'
import { emailField, newPasswordField } from '../credentials/schema'
import { type Address, organisationKinds } from './kinds'

/** One line of text: no control characters, single spaces. */
export const lineField = (max: number) => line(max, 1)

/** The same, where an empty text means that it is not given. */
export const optionalLineField = (max: number) => line(max, 0)

const line = (max: number, min: 0 | 1) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .min(min, 'required')
        .max(max, 'too_long')
        .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'characters'),
    )

/** A person's name as others see it, in mails, signed documents and lists. */
export const personNameField = lineField(100)

/** Several lines of text; `min` 0 makes them optional. */
export const paragraphField = (max: number, min = 1) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(min, 'required')
        .max(max, 'too_long')
        .regex(/^(?:[^\p{Cc}\p{Cf}]|\n)*$/u, 'characters'),
    )

export const addressField = z
  .strictObject({
    line1: lineField(120),
    line2: lineField(120).optional(),
    postcode: lineField(12),
    city: lineField(80),
    countryCode: z.string().regex(/^[A-Z]{2}$/, 'country'),
  })
  .transform(({ line2, ...rest }): Address => (line2 ? { ...rest, line2 } : rest))

export const identifierField = z.string().min(1, 'required').max(40, 'too_long')
const vatField = z.string().max(20, 'too_long').optional()
const kindField = z.enum(organisationKinds)

/** Facts that an applicant declares about its organisation. */
const declared = {
  kind: kindField,
  identifier: identifierField,
  legalName: lineField(200),
  legalFormLabel: lineField(120),
  address: addressField,
  vatNumber: vatField,
}

const acceptances = {
  acceptsTerms: z.literal(true, 'must_accept'),
  acceptsDpa: z.literal(true, 'must_accept'),
}

/** For a request to join a registered organisation instead of registering it twice. */
const joining = { joinMessage: paragraphField(1000, 0).optional() }

export const lookUpOrganisationInput = z.strictObject({ kind: kindField, identifier: identifierField })
export type LookUpOrganisationInput = z.output<typeof lookUpOrganisationInput>

export const registerOrganisationInput = z.strictObject({ ...declared, ...acceptances, ...joining })
export type RegisterOrganisationInput = z.output<typeof registerOrganisationInput>

export const signUpInput = z.strictObject({
  fullName: personNameField,
  email: emailField,
  password: newPasswordField,
  ...declared,
  ...acceptances,
  ...joining,
})
export type SignUpInput = z.output<typeof signUpInput>

export const resubmitOrganisationInput = z.strictObject({
  answer: paragraphField(2000),
  legalName: lineField(200),
  legalFormLabel: lineField(120),
  address: addressField,
  vatNumber: vatField,
})
export type ResubmitOrganisationInput = z.output<typeof resubmitOrganisationInput>

export const changeBillingInput = z.strictObject({
  contactName: lineField(100),
  contactEmail: emailField,
  address: addressField,
  vatNumber: vatField,
})
export type ChangeBillingInput = z.output<typeof changeBillingInput>
