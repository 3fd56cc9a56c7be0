'use client'
import { useTranslations } from 'next-intl'
import type { OpenPalette, PaletteItem } from '~/components/layout/nav-types'
import { Palette } from '~/components/layout/palette'
import { routes } from '~/lib/routes'
import type { PlatformHit } from '~/lib/search/client'
import { pageWords } from './palette-words'

const { operator } = routes
const hrefOf: Record<PlatformHit['kind'], (id: string) => string> = {
  organisation: operator.organisation,
  host: operator.host,
  document: operator.billingDocument,
  ticket: (id) => operator.ticket(id),
  incident: operator.incident,
}
const icons = { organisation: 'building', host: 'server', ticket: 'chat', incident: 'alert' } as const
const extras = { words: pageWords, items: [] }

/** The operator's command palette: customers, hosts, invoices, tickets and incidents. Loaded when it is about to be opened. */
export default function OperatorPalette(open: OpenPalette) {
  const t = useTranslations('moderation.nav')
  const search = async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
    const response = await fetch(operator.search(query), { signal })
    if (!response.ok) return []
    const hits: PlatformHit[] = await response.json()
    return hits.map(({ kind, id, name, note }) => ({
      id,
      label: name,
      note,
      href: hrefOf[kind](id),
      kind: t(`found.${kind}`),
      ...(kind !== 'document' && { icon: icons[kind] }),
    }))
  }
  return <Palette {...open} extras={extras} search={search} />
}
