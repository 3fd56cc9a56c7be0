'use client'
import type { OpenPalette, PaletteItem } from '~/components/layout/nav-types'
import { Palette } from '~/components/layout/palette'
import { routes } from '~/lib/routes'
import type { Hit } from '~/lib/search/client'
import { useHitItem } from './use-hit-item'
import { type PaletteRights, usePaletteExtras } from './use-palette-extras'

type Props = OpenPalette & { organisationId: string; rights: PaletteRights }

/** The portal's command palette: it searches the organisation. Loaded when it is about to be opened. */
export default function OrganisationPalette({ organisationId, rights, ...open }: Props) {
  const extras = usePaletteExtras(organisationId, rights)
  const itemOf = useHitItem(organisationId)
  const search = async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
    const response = await fetch(routes.org.live.search(organisationId, query), { signal })
    if (!response.ok) return []
    const hits: Hit[] = await response.json()
    return hits.map(itemOf)
  }
  return <Palette {...open} extras={extras} search={search} />
}
