import type postgres from 'postgres'
import { anonymousTestContext, memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import type { OrganisationState } from '~/lib/kernel/op-context'
import { siretOf, withCheckDigit } from '~/testing/siren'
import { registerEstablishment } from '../organisations/register-establishment'
import { type SignUpInput, signUpInput } from '../organisations/schema'
import { signUpOrganisation } from '../organisations/sign-up-organisation'

let counter = 1000

/** Returns a SIRET that is used once per file. */
export function freshSiret(): string {
  counter += 1
  return siretOf(withCheckDigit(`2195${counter}`.padEnd(8, '0')))
}

export async function addEstablishment(
  siret: string,
  facts: {
    isPublicService?: boolean
    emailDomains?: string[]
    closedOn?: string | null
    isHeadOffice?: boolean
  } = {},
): Promise<void> {
  await registerEstablishment(systemTestContext(), {
    siret,
    isHeadOffice: facts.isHeadOffice ?? true,
    legalName: 'Commune de Valmont',
    legalFormCode: '7210',
    legalFormLabel: 'Commune et commune nouvelle',
    address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
    isPublicService: facts.isPublicService ?? true,
    emailDomains: facts.emailDomains ?? ['valmont.example'],
    closedOn: facts.closedOn ?? null,
  })
}

/** The input of the sign-up form, parsed as in the action. */
export function application(siret: string, changes: Record<string, unknown> = {}): SignUpInput {
  counter += 1
  return signUpInput.parse({
    fullName: 'Camille Roche',
    email: `dsi${counter}@valmont.example`,
    password: 'quatre chevaux au galop',
    kind: 'public_body',
    identifier: siret,
    legalName: 'Commune de Valmont',
    legalFormLabel: 'Commune et commune nouvelle',
    address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
    acceptsTerms: true,
    acceptsDpa: true,
    ...changes,
  })
}

/** A visitor with its own address, so that the limit on sign-ups does not interfere. */
export function visitor(now: Date = testNow) {
  counter += 1
  return { ...anonymousTestContext(now), ip: `10.0.${Math.floor(counter / 250)}.${counter % 250}` }
}

export type Applicant = {
  organisationId: Id<'organisation'>
  accountId: Id<'account'>
  state: OrganisationState
  email: string
}

/** Signs up and returns the resulting rows. */
export async function apply(sql: postgres.Sql, input: SignUpInput): Promise<Applicant> {
  const result = await signUpOrganisation(visitor(), input)
  if (result.outcome !== 'confirmation_sent') throw new Error(result.outcome)
  const [row] = await sql<Applicant[]>`
    select o.id as "organisationId", a.id as "accountId", o.state, a.email
    from accounts a join organisation_members m on m.account_id = a.id join organisations o on o.id = m.organisation_id
    where a.email = ${input.email}`
  if (!row) throw new Error('nothing was registered')
  return row
}

export async function confirm(sql: postgres.Sql, accountId: string): Promise<void> {
  await sql`update accounts set email_verified_at = ${testNow} where id = ${accountId}`
}

export function ownerOf({ accountId, organisationId }: Applicant, organisationState: OrganisationState) {
  return memberTestContext(accountId, { organisationId, role: 'owner', organisationState })
}
