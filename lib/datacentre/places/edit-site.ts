import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { updateSite } from './queries/edit'
import { type EditSiteInput, editSiteInput } from './schema'

/** Changes the site's name and description. @throws DomainError `not_found`, `name_taken` */
export async function editSite(ctx: OpContext, raw: EditSiteInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { siteId: id, ...to } = editSiteInput.parse(raw)
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      if (!(await updateSite(tx, id, to))) throw new DomainError('not_found')
      await recordAudit(tx, ctx, 'site.changed', { organisationId: null, kind: 'site', id, details: to })
    }),
  )
}
