import { enterOrganisation, type Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { enqueue } from '~/lib/jobs'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { currentLegalVersions } from '../legal/current-versions'
import { insertAcceptance } from '../legal/queries/legal'
import { insertMember, insertOrganisation, insertProject } from '../queries/organisations'
import { newCustomerCapCents } from './kinds'
import type { PreparedRegistration } from './prepare-registration'
import { insertModerationEvent } from './queries/moderation-events'

/** The confirmation link is valid for a day; an unconfirmed registration ends an hour later. */
export const unconfirmedLifeSeconds = 25 * 3600

type Founder = { accountId: Id<'account'>; fullName: string; email: string }

/**
 * In `tx`: creates the organisation, waiting for moderation, with its cap, its founder as owner, the acceptance of the
 * documents in force, and its default project. Afterwards `tx` acts in the new organisation.
 */
export async function createOrganisation(
  tx: Tx,
  ctx: OpContext,
  founder: Founder,
  { facts }: PreparedRegistration,
): Promise<Id<'organisation'>> {
  const now = ctx.now
  const organisationId = newId('organisation', now.getTime())
  await enterOrganisation(tx, organisationId)
  await insertOrganisation(tx, {
    ...facts,
    id: organisationId,
    state: 'pending',
    billingContactName: founder.fullName,
    billingContactEmail: founder.email,
    billingAddress: facts.legalAddress,
    spendingCapCents: newCustomerCapCents,
    submittedAt: now,
    createdAt: now,
  })
  await insertMember(tx, {
    id: newId('member', now.getTime()),
    organisationId,
    accountId: founder.accountId,
    role: 'owner',
    createdAt: now,
  })
  await insertProject(tx, {
    id: newId('project', now.getTime()),
    organisationId,
    name: defaultProjectName,
    isDefault: true,
    createdAt: now,
  })
  const versions = await currentLegalVersions(tx, now)
  for (const [kind, version] of [
    ['terms', versions.termsVersion],
    ['dpa', versions.dpaVersion],
  ] as const) {
    await insertAcceptance(tx, {
      id: newId('acceptance', now.getTime()),
      organisationId,
      accountId: founder.accountId,
      kind,
      version,
      acceptedAt: now,
    })
  }
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', now.getTime()),
    organisationId,
    kind: 'submitted',
    accountId: founder.accountId,
    facts: { ...facts },
    createdAt: now,
  })
  await recordAudit(tx, ctx, 'organisation.submitted', {
    organisationId,
    kind: 'organisation',
    id: organisationId,
    details: { name: facts.legalName, directoryStatus: facts.directoryStatus, ...versions },
  })
  const lapseAt = addSeconds(now, unconfirmedLifeSeconds)
  await enqueue(
    tx,
    'review_organisation',
    { organisationId, lapse: true },
    `lapse:${organisationId}`,
    lapseAt,
  )
  return organisationId
}

/** Can be renamed; the initial name is the same in both languages. */
const defaultProjectName = 'Production'
