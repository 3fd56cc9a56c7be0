import { useTranslations } from 'next-intl'
import { Meter } from '~/components/ui/display/meter'
import type { Locale } from '~/lib/kernel/text/format'
import { type QuotaView, quotaPair } from '~/lib/resources/client'

type Props = { quotas: readonly QuotaView[]; locale: Locale }

/** The quota closest to its limit. */
export function FullestQuota({ quotas, locale }: Props) {
  const t = useTranslations('projects')
  const share = ({ used, limit }: QuotaView) => (limit > 0 ? used / limit : 0)
  const fullest = quotas
    .filter(({ limit }) => limit > 0)
    .reduce<QuotaView | null>((most, quota) => (most && share(most) >= share(quota) ? most : quota), null)
  if (!fullest) return '–'
  const { resource, used, limit } = fullest
  const label = t(`resource.${resource}`)
  const text = t('usedOf', quotaPair(resource, { used, limit }, locale))
  return (
    <span className="grid min-w-40 gap-1">
      <span className="text-sm">
        {label} <span className="text-ink-3">{text}</span>
      </span>
      <Meter label={label} value={used} max={limit} valueText={text} tone="auto" />
    </span>
  )
}
