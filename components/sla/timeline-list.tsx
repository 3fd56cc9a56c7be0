'use client'
import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { Locale } from '~/lib/kernel/text/format'
import { formatExact } from '~/lib/sla/client'
import type { Entry } from './timeline-rows'

const listedMax = 100

/** The content of the timeline in words, newest first. */
export function TimelineList({ entries }: { entries: readonly Entry[] }) {
  const t = useTranslations('timeline')
  const locale = useLocale() as Locale
  return (
    <Disclosure summary={t('listSummary', { count: entries.length })}>
      {entries.length > listedMax && (
        <p className="mb-2 text-sm text-ink-2">{t('more', { shown: listedMax })}</p>
      )}
      <ScrollRegion label={t('list')}>
        <table className="data-table stacked w-full text-left">
          <caption className="sr-only">{t('list')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('from')}</th>
              <th scope="col">{t('to')}</th>
              <th scope="col" className="text-right">
                {t('duration')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, listedMax).map(({ key, kind, title, from, to }) => (
              <tr key={key}>
                <th scope="row" className="font-normal whitespace-normal">
                  <span className="block text-sm text-ink-3">{kind}</span>
                  {title}
                </th>
                <td data-label={t('from')}>
                  <Timestamp at={new Date(from)} look="exact" />
                </td>
                <td data-label={t('to')}>
                  {to === null ? t('ongoing') : <Timestamp at={new Date(to)} look="exact" />}
                </td>
                <td data-label={t('duration')} className="stack-end text-right tabular-nums">
                  {to === null ? t('ongoing') : to > from ? formatExact(to - from, locale) : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Disclosure>
  )
}
