import { withOrganisation } from '~/db/client'
import { authorize, toOrganisationView } from '~/lib/identity'
import type { OrganisationView } from '~/lib/identity/client'
import { findOrganisation, listOwners } from '~/lib/identity/rows'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { readWait } from '../cases/read-cases'
import { listModerationEvents } from './queries/moderation'
import type { ThreadEntry } from './views'

export type ModerationStanding = {
  organisation: OrganisationView
  /** Until an owner confirmed its e-mail, nobody looks. */
  isEmailConfirmed: boolean
  /** On whom it waits, and since when. */
  waitsFor: 'owner_email' | 'operator' | 'applicant' | 'nobody'
  since: string
  /** By when the operator has promised to answer, or said that it will; null while it waits for somebody else. */
  until: string | null
  thread: ThreadEntry[]
}

/** Where the application stands, as the applicant sees it. Moderators have no names here. */
export async function readModerationStanding(ctx: OpContext): Promise<ModerationStanding> {
  authorize(ctx, 'organisation:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const organisation = await findOrganisation(tx, organisationId)
    invariant(organisation, 'a member’s organisation exists')
    const owners = await listOwners(tx, organisationId)
    const isEmailConfirmed = owners.some((owner) => owner.emailVerifiedAt !== null)
    const thread = (await listModerationEvents(tx, organisationId)).map(
      (row): ThreadEntry => ({
        id: row.id,
        kind: row.kind,
        text: row.text,
        actorName: row.accountName,
        createdAt: row.createdAt.toISOString(),
      }),
    )
    const view = toOrganisationView(organisation)
    return {
      organisation: view,
      isEmailConfirmed,
      waitsFor: waitsFor(view, isEmailConfirmed),
      since: thread.at(-1)?.createdAt ?? view.submittedAt,
      until: (await readWait(tx, organisationId, ['organisation'], ctx.now))?.until ?? null,
      thread,
    }
  })
}

function waitsFor({ state }: OrganisationView, isEmailConfirmed: boolean): ModerationStanding['waitsFor'] {
  if (state === 'needs_info') return 'applicant'
  if (state !== 'pending') return 'nobody'
  return isEmailConfirmed ? 'operator' : 'owner_email'
}
