import { useTranslations } from 'next-intl'
import { DescriptionList } from '~/components/ui/description-list'
import type { PlacementView } from '~/lib/inventory/client'

/** Where a resource physically stands; only what it has: a volume has a site, a server a rack too. */
export function PlacementList({ placement }: { placement: PlacementView | null }) {
  const t = useTranslations('compute')
  if (!placement) return <p className="px-4.5 py-3.5 text-ink-2">{t('placement.none')}</p>
  const items = [
    { term: t('field.site'), value: `${placement.site}, ${placement.city}` },
    { term: t('field.room'), value: placement.room },
    { term: t('field.rack'), value: placement.rack },
    { term: t('field.generation'), value: placement.generation },
  ]
  return <DescriptionList items={items.filter((item) => item.value !== null)} />
}
