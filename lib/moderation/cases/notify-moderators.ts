import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { findOrganisation } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatorLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listModerators } from '../organisations/queries/organisations'
import { type CaseRow, findCase } from './queries/cases'
import { findProjectName } from './queries/project-names'

/** Mails the moderators about a case, unless it has been decided meanwhile. */
export async function notifyModerators(
  ctx: OpContext,
  { caseId }: { caseId: Id<'moderationCase'> },
): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const row = await findCase(tx, caseId)
    if (row?.state !== 'waiting') return
    for (const moderator of await listModerators(tx)) await write(tx, row, moderator)
  })
}

type Moderator = Awaited<ReturnType<typeof listModerators>>[number]

async function write(tx: Tx, row: CaseRow, { email: to, locale, fullName: name }: Moderator): Promise<void> {
  const organisation = (await findOrganisation(tx, row.organisationId))?.legalName ?? ''
  const url = operatorLink(routes.operator.moderation({ case: row.id }))
  switch (row.kind) {
    case 'organisation':
      return queueMail(tx, {
        to,
        locale,
        template: 'moderation-waiting',
        params: { name, organisation, url },
      })
    case 'quota': {
      const project = row.projectId ? await findProjectName(tx, row.projectId) : ''
      return queueMail(tx, {
        to,
        locale,
        template: 'quota-waiting',
        params: { name, organisation, project, url },
      })
    }
    default: {
      const params = { name, organisation, kind: row.kind, number: row.summary.number ?? '', url }
      return queueMail(tx, { to, locale, template: 'case-waiting', params })
    }
  }
}
