import { randomBytes } from 'node:crypto'
import { withShared, withSystem } from '~/db/client'
import {
  confirmEmail,
  enableDemonstrationFactor,
  registerEstablishment,
  signUpOrganisation,
} from '~/lib/identity'
import { newCustomerCapCents } from '~/lib/identity/organisations/kinds'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext, OrganisationState } from '~/lib/kernel/op-context'
import { startingQuotas } from '~/lib/moderation/organisations/activate'
import { findAccountId, findConfirmationSecret, findPendingJoinRequest } from '~/lib/seed/parts/queries/seed'
import { makeBuyer, type Person, type TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { siretOf, unusedSirens } from '~/testing/siren'
import { sql, systemNowContext, visitorContext } from './database'

const unique = () => randomBytes(5).toString('hex')

/** A new customer: a public body with the quotas that an accepted one starts with, and its spending cap lifted. */
export const makeOrganisation = ({
  roles = [],
  isCapLifted = true,
}: {
  roles?: Exclude<MemberRole, 'owner'>[]
  isCapLifted?: boolean
} = {}): Promise<TestBuyer> =>
  makeBuyer(sql, {
    kind: 'public_body',
    roles,
    quotas: startingQuotas,
    spendingCapCents: isCapLifted ? null : newCustomerCapCents,
  })

/** An account with a confirmed address that belongs to no organisation and asks to join this one. */
export async function makeApplicant({ siret }: TestBuyer): Promise<Person & { joinRequestId: string }> {
  const person = await signUp(siret, `${unique()}@elsewhere.example`, 'Bonjour.')
  const joinRequestId = await withSystem(systemNowContext(), (tx) =>
    findPendingJoinRequest(tx, person.accountId),
  )
  invariant(joinRequestId, 'asked to join')
  return { ...person, joinRequestId }
}

/** An organisation without a decision: its address is not of the body's domain. */
export async function makeWaitingOrganisation(): Promise<{
  organisationId: Id<'organisation'>
  owner: Person
}> {
  const siret = await registerBody(`${unique()}.example`)
  const owner = await signUp(siret, `${unique()}@elsewhere.example`)
  await enrol(owner)
  return { organisationId: await organisationOf(owner), owner }
}

/** The context of a use case called by this person. */
export function memberContext(
  person: Person,
  organisationId: Id<'organisation'>,
  role: MemberRole = 'owner',
  organisationState: OrganisationState = 'active',
): OpContext {
  const ctx = visitorContext('portal')
  return {
    ...ctx,
    actor: { kind: 'account', accountId: person.accountId, sessionHash: 'e2e', secondFactorAt: ctx.now },
    membership: { organisationId, role, organisationState },
  }
}

const body = {
  legalName: 'Commune d’Essai',
  legalFormLabel: 'Commune et commune nouvelle',
  address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
}

async function registerBody(emailDomain: string): Promise<string> {
  const [siren = ''] = await unusedSirens(sql, 1)
  const siret = siretOf(siren)
  await registerEstablishment(systemNowContext(), {
    ...body,
    siret,
    legalFormCode: '7210',
    isHeadOffice: true,
    isPublicService: true,
    emailDomains: [emailDomain],
    closedOn: null,
  })
  return siret
}

async function signUp(siret: string, email: string, joinMessage?: string): Promise<Person> {
  await signUpOrganisation(visitorContext(), {
    ...body,
    fullName: 'Camille Essai',
    email,
    password: testPassword,
    kind: 'public_body',
    identifier: siret,
    acceptsTerms: true,
    acceptsDpa: true,
    ...(joinMessage ? { joinMessage } : {}),
  })
  const secret = await withSystem(systemNowContext(), (tx) => findConfirmationSecret(tx, email))
  invariant(secret, `a confirmation mail went to ${email}`)
  await confirmEmail(visitorContext(), { secret })
  const accountId = await withShared(systemNowContext('portal'), (tx) => findAccountId(tx, email))
  invariant(accountId, `${email} has an account`)
  return { surface: 'portal', accountId, email, fullName: 'Camille Essai' }
}

async function enrol({ accountId }: Person): Promise<void> {
  const ctx = systemNowContext('portal')
  await withShared(ctx, (tx) => enableDemonstrationFactor(tx, ctx, accountId))
}

async function organisationOf({ accountId }: Person): Promise<Id<'organisation'>> {
  const [row] = await sql<{ id: Id<'organisation'> }[]>`
    select organisation_id as id from organisation_members where account_id = ${accountId}`
  invariant(row, 'the applicant owns an organisation')
  return row.id
}
