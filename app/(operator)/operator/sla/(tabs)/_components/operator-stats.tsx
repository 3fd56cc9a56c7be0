import { useLocale, useTranslations } from 'next-intl'
import { Stat } from '~/components/ui/display/stat'
import { formatDuration, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { OperatorLevelsView } from '~/lib/sla/client'

/** Key figures of the month, and incident durations. */
export function OperatorStats({ view }: { view: OperatorLevelsView }) {
  const t = useTranslations('slaOperator')
  const locale = useLocale() as Locale
  const { resources, measured, breached, pressed, fast, slow, times } = view
  const time = (ms: number | null) => (ms === null ? t('none') : formatDuration(ms / 1_000, locale))
  return (
    <div className="grid grid-cols-2 gap-2.5 sm:gap-4 lg:grid-cols-5">
      <Stat
        label={t('resources')}
        value={formatNumber(resources, locale)}
        note={t('resourcesNote', { measured })}
      />
      <Stat
        label={t('breached')}
        value={formatNumber(breached, locale)}
        {...(breached > 0 && { tone: 'bad' as const })}
        note={t('breachedNote', { pressed })}
      />
      <Stat
        label={t('burning')}
        value={formatNumber(fast + slow, locale)}
        {...(fast > 0 && { tone: 'bad' as const })}
        note={t('burningNote', { fast, slow })}
      />
      <Stat
        label={t('detect')}
        value={time(times.detectMs)}
        note={t('detectNote', { count: times.detected })}
      />
      <Stat label={t('repair')} value={time(times.repairMs)} note={t('repairNote')} />
    </div>
  )
}
