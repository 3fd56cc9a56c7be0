import type { BannerNews, SilentResource } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'

/** The servers and volumes that do not answer. A process of the previous version does not tell them, while both serve. */
export const silentOf = ({ silent }: { silent?: BannerNews['silent'] }): BannerNews['silent'] => silent ?? []

/** The page of a server or volume that does not answer. */
export const pageOf = (organisationId: string, { kind, id }: SilentResource) =>
  kind === 'volume' ? routes.org.volume(organisationId, id) : routes.org.instance(organisationId, id)
