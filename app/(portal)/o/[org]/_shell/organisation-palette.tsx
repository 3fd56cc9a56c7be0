'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useMemo, useTransition } from 'react'
import type { OpenPalette, PaletteItem } from '~/components/layout/nav-types'
import { Palette } from '~/components/layout/palette'
import { routes } from '~/lib/routes'
import type { Hit } from '~/lib/search/client'
import { useHitItem } from './hit-item'
import { type PaletteRights, usePaletteExtras } from './palette-extras'

type Props = OpenPalette & { organisationId: string; rights: PaletteRights }

/** The portal's command palette: it searches the organisation. Loaded when it is about to be opened. */
export default function OrganisationPalette({ organisationId, rights, ...open }: Props) {
  const router = useRouter()
  const pathname = usePathname()
  const [, startTransition] = useTransition()
  const extrasOf = usePaletteExtras(organisationId, rights, () => startTransition(() => router.refresh()))
  const itemOf = useHitItem(organisationId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words and rights of an open palette do not change.
  const extras = useMemo(() => extrasOf(pathname), [pathname])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const search = useMemo(
    () =>
      async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
        const response = await fetch(routes.org.live.search(organisationId, query), { signal })
        // The navigation pages stay in the list; a failed search only adds nothing.
        if (!response.ok) return []
        const hits: Hit[] = await response.json()
        return hits.map(itemOf)
      },
    [organisationId],
  )
  return <Palette {...open} extras={extras} search={search} />
}
