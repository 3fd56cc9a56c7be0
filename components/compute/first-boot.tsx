'use client'
import { useLocale, useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import type { FirstBootView } from '~/lib/resources/client'

const tones = { running: 'info', done: 'ok', failed: 'bad', absent: 'info', unknown: 'warn' } as const

/** What cloud-init reported of the first boot, with the first error of one that failed. */
export function FirstBoot({ boot }: { boot: FirstBootView }) {
  const t = useTranslations('compute.firstBoot')
  const locale = useLocale() as Locale
  if (boot.is === 'absent') return t('absent')
  const took = boot.milliseconds === null ? null : formatElapsedMs(boot.milliseconds, locale)
  return (
    <span role="status" className="grid justify-items-start gap-1">
      <StatePill tone={tones[boot.is]} busy={boot.isFollowed}>
        {boot.is === 'done' && took ? t('doneIn', { took }) : t(`states.${boot.is}`)}
      </StatePill>
      {boot.is === 'running' && boot.since && (
        <span className="text-sm text-ink-2">
          {t('since')} <Timestamp at={new Date(boot.since)} />
        </span>
      )}
      {boot.is === 'failed' && (
        <span className="text-sm">
          {boot.module === null ? t('failedAt') : t('failedIn', { module: boot.module })}{' '}
          <code className="font-mono wrap-anywhere text-bad">{boot.error}</code>{' '}
          <span className="text-ink-2">{t('logs')}</span>
        </span>
      )}
      {boot.is === 'unknown' && <span className="text-sm text-ink-2">{t('unknownText')}</span>}
    </span>
  )
}
