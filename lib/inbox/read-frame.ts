import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { bannerNews } from '~/lib/incidents'
import type { BannerNews } from '~/lib/incidents/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { type EstateFrame, estateFrame } from '~/lib/resources'
import type { Inbox } from './items'
import { inbox } from './read-inbox'

export type Frame = EstateFrame & { news: BannerNews; inbox: Inbox }

/** The data around every page of an organisation, in one transaction, because every page needs it. */
export async function readFrame(ctx: OpContext): Promise<Frame> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [frame, news, items] = await Promise.all([
      estateFrame(tx, ctx, organisationId),
      bannerNews(tx, ctx, organisationId),
      inbox(tx, ctx, organisationId),
    ])
    return { ...frame, news, inbox: items }
  })
}
