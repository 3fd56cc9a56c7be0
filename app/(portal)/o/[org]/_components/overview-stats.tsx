import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { formatGb, formatMoney, formatNumber, type Locale } from '~/lib/kernel/text/format'

type Props = {
  overview: {
    counts: { running: number; instances: number; volumes: number; volumeGib: number }
    monthToDateCents: bigint
    committedCents: bigint
    capCents: bigint | null
  }
}

/** Four figures: running servers, storage, cost so far, and monthly price. */
export function OverviewStats({ overview }: Props) {
  const t = useTranslations('home.stat')
  const m = useTranslations('money')
  const locale = useLocale() as Locale
  const { counts, capCents } = overview
  return (
    <div className="grid grid-cols-2 gap-2.5 sm:gap-4 xl:grid-cols-4">
      <Stat
        label={t('running')}
        value={formatNumber(counts.running, locale)}
        note={t('runningNote', { total: counts.instances })}
      />
      <Stat
        label={t('volumes')}
        value={formatNumber(counts.volumes, locale)}
        note={t('volumesNote', { size: formatGb(counts.volumeGib, locale) })}
      />
      <Stat label={m('toDate')} value={<Money cents={overview.monthToDateCents} />} note={m('toDateNote')} />
      <Stat
        label={m('committed')}
        value={<Money cents={overview.committedCents} />}
        note={
          capCents === null ? m('committedNote') : m('committedCap', { cap: formatMoney(capCents, locale) })
        }
      />
    </div>
  )
}
