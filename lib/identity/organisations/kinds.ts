/** Constants of the domain that may be sent to browsers. */
export const organisationKinds = ['public_body', 'company', 'eu_company'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export type Address = {
  line1: string
  line2?: string
  postcode: string
  city: string
  countryCode: string
}

export const directoryStatuses = [
  'verified',
  'differs',
  'unknown',
  'closed',
  'unavailable',
  'not_applicable',
] as const
export type DirectoryStatus = (typeof directoryStatuses)[number]

/** A new customer's monthly limit, in cents without VAT, until a moderator lifts it. */
export const newCustomerCapCents = 50_000n
