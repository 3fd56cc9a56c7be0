import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { showStatus } from '../status/show-status'
import { writeAtom } from './write-atom'

/**
 * The feed of the status page, also while the database is down.
 *
 * @throws DomainError `unavailable` before any status is known
 */
export async function showStatusFeed(ctx: OpContext): Promise<string> {
  const status = await showStatus(ctx)
  if (!status) throw new DomainError('unavailable')
  return writeAtom(status, ctx.locale, {
    page: portalLink(routes.status()),
    feed: portalLink(routes.statusFeed()),
    host: new URL(portalLink('/')).hostname,
  })
}
