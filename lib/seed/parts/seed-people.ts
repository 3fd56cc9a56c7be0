import { withShared, withSystem } from '~/db/client'
import {
  acceptJoinRequest,
  addSshKey,
  confirmEmail,
  createStaff,
  enableDemonstrationFactor,
  registerEstablishment,
  signUpOrganisation,
} from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { acceptOrganisation, askOrganisation, liftCap, reviewOrganisation } from '~/lib/moderation'
import { registerStructure } from '~/lib/ordering'
import { seedMember, seedStaff, seedSystem, seedVisitor } from '../contexts'
import {
  demonstrationPassword,
  furtherEstablishments,
  type OrganisationPlan,
  organisationPlans,
  type PersonPlan,
  staffPlans,
  structurePlans,
} from '../demonstration/people'
import { sshKeyPlans } from '../demonstration/ssh-keys'
import * as queries from './queries/seed'

const day = 86_400

export type SeededOrganisation = { key: string; organisationId: Id<'organisation'>; ownerId: Id<'account'> }
export type Moderator = { staffId: Id<'staff'>; roles: readonly StaffRole[] }

/** Adds the establishments, and public structures with their requirements, to the embedded directories. */
export async function seedDirectory(now: Date): Promise<void> {
  for (const structure of structurePlans) await registerStructure(seedSystem(now), structure)
  const planned = organisationPlans.map((plan) => ({
    ...plan,
    isPublicService: plan.kind === 'public_body',
    closedOn: null,
  }))
  for (const each of [...planned, ...furtherEstablishments]) {
    const {
      siret,
      legalName,
      legalFormCode,
      legalFormLabel,
      address,
      emailDomains,
      isPublicService,
      closedOn,
    } = each
    const isHeadOffice = siret !== '21999042100121'
    await registerEstablishment(seedSystem(now), {
      siret,
      legalName,
      legalFormCode,
      legalFormLabel,
      address,
      emailDomains: [...emailDomains],
      isPublicService,
      closedOn,
      isHeadOffice,
    })
  }
}

/** Creates the operator's staff, each with a demonstration second factor; returns the moderator. */
export async function seedStaffAccounts(now: Date): Promise<Moderator> {
  let moderator: Moderator | null = null
  for (const { email, fullName, roles } of staffPlans) {
    const ctx = seedSystem(now, 'operator')
    const { staffId } = await createStaff(ctx, { email, fullName, roles, password: demonstrationPassword })
    await withShared(ctx, (tx) => enableDemonstrationFactor(tx, ctx, staffId))
    if (roles.includes('moderator')) moderator = { staffId, roles }
  }
  invariant(moderator, 'somebody moderates')
  return moderator
}

/** Signs up every planned organisation, moderates it as planned, and adds its people. */
export async function seedOrganisations(today: Date, moderator: Moderator): Promise<SeededOrganisation[]> {
  const seeded: SeededOrganisation[] = []
  for (const plan of organisationPlans) {
    // A waiting request is some hours old; a customer started shortly before its first complete month.
    const begun =
      plan.startedMonthsAgo === 0
        ? addSeconds(today, -5 * 3600)
        : addSeconds(today, -(plan.startedMonthsAgo * 31 + 10) * day)
    const [owner, ...others] = plan.people
    const ownerId = await signUp(begun, plan, owner, null)
    const organisation = await withSystem(seedSystem(begun), (tx) =>
      queries.findOrganisationOfOwner(tx, ownerId),
    )
    invariant(organisation, `${plan.key} exists`)
    await reviewOrganisation(seedSystem(addSeconds(begun, 60)), { organisationId: organisation.id })
    await moderate(addSeconds(begun, 2 * 3600), plan, organisation.id, moderator)
    for (const person of others) {
      const accountId = await signUp(addSeconds(begun, day), plan, person, 'Je fais partie de l’équipe.')
      const joinRequestId = await withSystem(seedSystem(begun), (tx) =>
        queries.findPendingJoinRequest(tx, accountId),
      )
      invariant(joinRequestId, `${person.email} asked to join`)
      await acceptJoinRequest(seedMember(addSeconds(begun, day + 3600), ownerId, organisation.id), {
        joinRequestId,
        role: person.role,
      })
    }
    for (const key of sshKeyPlans[plan.key] ?? []) {
      await addSshKey(seedMember(addSeconds(begun, 3 * 3600), ownerId, organisation.id), key)
    }
    seeded.push({ key: plan.key, organisationId: organisation.id, ownerId })
  }
  return seeded
}

async function signUp(
  at: Date,
  plan: OrganisationPlan,
  person: PersonPlan,
  joinMessage: string | null,
): Promise<Id<'account'>> {
  await signUpOrganisation(seedVisitor(at), {
    fullName: person.fullName,
    email: person.email,
    password: demonstrationPassword,
    kind: plan.kind,
    identifier: plan.kind === 'company' ? plan.siren : plan.siret,
    legalName: plan.legalName,
    legalFormLabel: plan.legalFormLabel,
    address: plan.address,
    ...(plan.vatNumber ? { vatNumber: plan.vatNumber } : {}),
    acceptsTerms: true,
    acceptsDpa: true,
    ...(joinMessage ? { joinMessage } : {}),
  })
  const secret = await withSystem(seedSystem(at), (tx) => queries.findConfirmationSecret(tx, person.email))
  invariant(secret, `a confirmation mail went to ${person.email}`)
  await confirmEmail(seedVisitor(addSeconds(at, 120)), { secret })
  const ctx = seedSystem(at, 'portal')
  const accountId = await withShared(ctx, (tx) => queries.findAccountId(tx, person.email))
  invariant(accountId, `${person.email} has an account`)
  // Owners must have one; the others sign in with the password alone, which makes a first look easy.
  if (person.role === 'owner') await withShared(ctx, (tx) => enableDemonstrationFactor(tx, ctx, accountId))
  return accountId
}

async function moderate(
  at: Date,
  plan: OrganisationPlan,
  organisationId: Id<'organisation'>,
  moderator: Moderator,
): Promise<void> {
  const ctx = seedStaff(at, moderator.staffId, moderator.roles)
  if (plan.moderation === 'moderator') await acceptOrganisation(ctx, { organisationId })
  if (plan.moderation === 'asked') {
    await askOrganisation(ctx, {
      organisationId,
      question: 'L’adresse déclarée diffère de celle de l’annuaire. Pouvez-vous nous confirmer votre siège ?',
    })
  }
  if (plan.liftsCap) await liftCap(ctx, { organisationId, reason: 'Client connu, premier mois réglé.' })
}
