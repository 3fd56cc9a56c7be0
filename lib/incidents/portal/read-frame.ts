import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type EstateFrame, estateFrame } from '~/lib/resources'
import type { BannerNews } from '../client'
import { bannerNews } from './read-banner-news'

/** The data around every page of an organisation, in one transaction, because every page needs it. */
export async function readFrame(ctx: OpContext): Promise<EstateFrame & { news: BannerNews }> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [frame, news] = await Promise.all([
      estateFrame(tx, ctx, organisationId),
      bannerNews(tx, ctx, organisationId),
    ])
    return { ...frame, news }
  })
}
