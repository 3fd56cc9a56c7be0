import { useLocale, useTranslations } from 'next-intl'
import { Stat } from '~/components/ui/display/stat'
import { formatDuration, formatShare, type Locale } from '~/lib/kernel/text/format'
import type { AnswerFigures } from '~/lib/support/client'

/** How often the promised first answer was met in the last thirty days, and the answer times. */
export function Figures({ figures }: { figures: AnswerFigures }) {
  const t = useTranslations('support.desk')
  const locale = useLocale() as Locale
  const { measured, kept, medianMs } = figures
  return (
    <div className="grid grid-cols-2 gap-2.5 sm:grid-cols-3 sm:gap-4">
      <Stat
        label={t('kept')}
        value={measured === 0 ? '–' : formatShare(kept, measured, locale)}
        note={t('keptOf', { kept, measured })}
        {...(measured > kept && { tone: 'bad' as const })}
      />
      <Stat
        label={t('median')}
        value={medianMs === null ? '–' : formatDuration(medianMs / 1_000, locale)}
        note={t('medianNote')}
      />
      <Stat label={t('missed')} value={measured - kept} note={t('days')} />
    </div>
  )
}
