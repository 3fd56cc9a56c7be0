import { withOrganisation } from '~/db/client'
import { authorize, toOrganisationView } from '~/lib/identity'
import type { OrganisationView } from '~/lib/identity/client'
import { findOrganisation, listOwners } from '~/lib/identity/rows'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { readWait } from '../cases/read-cases'
import { listModerationEvents } from './queries/organisations'
import type { ThreadEntry } from './views'

export type ModerationStatus = {
  organisation: OrganisationView
  /** There is no review until an owner has confirmed their e-mail. */
  isEmailConfirmed: boolean
  /** What the application waits for, and since when. */
  waitsFor: 'owner_email' | 'operator' | 'applicant' | 'nobody'
  since: string
  /** When the operator's answer is due; null while it waits for the applicant. */
  until: string | null
  thread: ThreadEntry[]
}

/** Returns the state of the application as the applicant sees it. Moderators are anonymous here. */
export async function readModerationStatus(ctx: OpContext): Promise<ModerationStatus> {
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

function waitsFor({ state }: OrganisationView, isEmailConfirmed: boolean): ModerationStatus['waitsFor'] {
  if (state === 'needs_info') return 'applicant'
  if (state !== 'pending') return 'nobody'
  return isEmailConfirmed ? 'operator' : 'owner_email'
}
