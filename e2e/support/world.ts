import { randomBytes } from 'node:crypto'
import { withShared, withSystem } from '~/db/client'
import {
  acceptJoinRequest,
  confirmEmail,
  createStaff,
  enableDemonstrationFactor,
  registerEstablishment,
  signUpOrganisation,
} from '~/lib/identity'
import { withCheckDigit } from '~/lib/identity/testing/applicants'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext, OrganisationState, StaffRole } from '~/lib/kernel/op-context'
import { liftCap, reviewOrganisation } from '~/lib/moderation'
import { findAccountId, findConfirmationSecret, findPendingJoinRequest } from '~/lib/seed/parts/queries/seed'
import { everyRow, systemNowContext, visitorContext } from './database'
import { unusedSiren } from './directory'

/** Of every account and member of staff created here. */
export const worldPassword = 'quatre tasses de verveine'

export type Person = { surface: 'portal'; accountId: Id<'account'>; email: string; fullName: string }
export type StaffPerson = { surface: 'operator'; staffId: Id<'staff'>; email: string; roles: StaffRole[] }
export type Organisation = {
  organisationId: Id<'organisation'>
  siret: string
  owner: Person
  /** The requested members by role; `owner` always exists. */
  members: Partial<Record<MemberRole, Person>> & { owner: Person }
}

const unique = () => randomBytes(5).toString('hex')

/**
 * A public body that signed up, was accepted by the rule and has one member in each of `roles` in addition to its
 * owner, who has a second factor. Its identifiers and addresses are unique.
 */
export async function makeOrganisation(
  options: { roles?: Exclude<MemberRole, 'owner'>[]; isCapLifted?: boolean } = {},
): Promise<Organisation> {
  const domain = `${unique()}.example`
  const siret = await registerBody(domain)
  const owner = await signUp(siret, `owner@${domain}`)
  const organisationId = await organisationOf(owner)
  await reviewOrganisation(systemNowContext(), { organisationId })
  const people: Organisation['members'] = { owner }
  await enrol(owner)
  for (const role of options.roles ?? []) {
    const person = await signUp(siret, `${role}@${domain}`, 'Je fais partie de l’équipe.')
    const joinRequestId = await withSystem(systemNowContext(), (tx) =>
      findPendingJoinRequest(tx, person.accountId),
    )
    invariant(joinRequestId, 'asked to join')
    await acceptJoinRequest(memberContext(owner, organisationId), { joinRequestId, role })
    people[role] = person
  }
  if (options.isCapLifted ?? true) {
    const moderator = await makeStaff(['moderator'])
    await liftCap(staffContext(moderator), { organisationId, reason: 'Client connu.' })
  }
  return { organisationId, siret, owner, members: people }
}

/** An account with a confirmed address that belongs to no organisation and asks to join this one. */
export async function makeApplicant(organisation: Organisation): Promise<Person & { joinRequestId: string }> {
  const person = await signUp(organisation.siret, `${unique()}@elsewhere.example`, 'Bonjour.')
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

/** A member of the operator's staff with a second factor. */
export async function makeStaff(roles: StaffRole[]): Promise<StaffPerson> {
  const email = `${unique()}@andromede.example`
  const ctx = systemNowContext('operator')
  const { staffId } = await createStaff(ctx, {
    email,
    fullName: 'Sacha Essai',
    roles,
    password: worldPassword,
  })
  await withShared(ctx, (tx) => enableDemonstrationFactor(tx, ctx, staffId))
  return { surface: 'operator', staffId, email, roles }
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

export function staffContext({ staffId, roles }: StaffPerson): OpContext {
  const ctx = visitorContext('operator')
  return { ...ctx, actor: { kind: 'staff', staffId, sessionHash: 'e2e', roles, secondFactorAt: ctx.now } }
}

const body = {
  legalName: 'Commune d’Essai',
  legalFormLabel: 'Commune et commune nouvelle',
  address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
}

async function registerBody(emailDomain: string): Promise<string> {
  const siren = await unusedSiren()
  const siret = withCheckDigit(`${siren}0001`)
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
    password: worldPassword,
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
  const [row] = await everyRow()<{ id: Id<'organisation'> }[]>`
    select organisation_id as id from organisation_members where account_id = ${accountId}`
  invariant(row, 'the applicant owns an organisation')
  return row.id
}
