import { type Tx, withStaff } from '~/db/client'
import type { DirectoryAnswer } from '~/lib/identity'
import { authorizeStaff, classifyEmailDomain, compareFacts, toOrganisationView } from '~/lib/identity'
import { findOrganisation, listOwners, type OrganisationRow } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import * as moderation from './queries/organisations'
import { toQueueEntry } from './read-queue'
import { recordVisit } from './record-visit'
import { domainsOfUnit, trustableDomain } from './trusted-domain'
import type { ModerationCase, ThreadEntry } from './views'

/**
 * Returns the operator's data about an organisation, for the decision. Records the visit in the customer's audit trail.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function openModerationCase(ctx: OpContext, organisationId: string): Promise<ModerationCase> {
  const staffId = authorizeStaff(ctx, 'moderation:read')
  if (!isId('organisation', organisationId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const organisation = await findOrganisation(tx, organisationId)
    if (!organisation) throw new DomainError('not_found')
    await recordVisit(tx, ctx, organisation.id, staffId)
    return readCase(tx, organisation)
  })
}

async function readCase(tx: Tx, organisation: OrganisationRow): Promise<ModerationCase> {
  // Sign-up wrote it from the directory's own answer.
  const answer = organisation.directoryAnswer as DirectoryAnswer | null
  const entry = answer?.outcome === 'found' || answer?.outcome === 'closed' ? answer.entry : null
  const [owner] = await listOwners(tx, organisation.id)
  const relatives = organisation.siren
    ? await moderation.listSameSiren(tx, organisation.id, organisation.siren)
    : []
  const emailDomains = await domainsOfUnit(tx, organisation.siren, entry?.emailDomains ?? [])
  return {
    organisation: toOrganisationView(organisation),
    directoryStatus: organisation.directoryStatus,
    directorySource: answer?.source ?? null,
    comparisons: compareFacts({ ...organisation, address: organisation.legalAddress }, entry),
    owner: owner
      ? { fullName: owner.fullName, email: owner.email, isEmailConfirmed: owner.emailVerifiedAt !== null }
      : null,
    emailVerdict: classifyEmailDomain(owner?.email ?? '', emailDomains),
    emailDomains,
    trustableDomain: trustableDomain(organisation, owner, emailDomains),
    relatives: relatives.map(toQueueEntry),
    thread: await readStaffThread(tx, organisation.id),
  }
}

async function readStaffThread(tx: Tx, organisationId: Id<'organisation'>): Promise<ThreadEntry[]> {
  const rows = await moderation.listModerationEvents(tx, organisationId)
  const staffIds = rows.flatMap((row) => row.staffId ?? [])
  const names = new Map(
    (await moderation.listStaffNames(tx, staffIds)).map((each) => [each.id, each.fullName]),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    text: row.text,
    actorName: row.accountName ?? (row.staffId ? (names.get(row.staffId) ?? null) : null),
    createdAt: row.createdAt.toISOString(),
  }))
}
