import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { Locale } from '~/lib/kernel/text/format'
import { type EvidenceView, formatExact, type Stretch } from '~/lib/sla/client'

const tones: Record<Stretch['state'], Tone> = { up: 'ok', down: 'bad', unknown: 'off', excluded: 'info' }

/** The intervals of the period, and their sum. */
export function StretchTable({ evidence }: { evidence: NonNullable<EvidenceView['evidence']> }) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const { stretches, stretchCount, sums } = evidence
  return (
    <Card
      title={t('evidence.stretches')}
      note={t('evidence.stretchesNote', { count: stretchCount })}
      padded={false}
    >
      {stretches.length < stretchCount && (
        <p className="px-4.5 py-2.5 text-sm text-ink-2">{t('evidence.cut', { shown: stretches.length })}</p>
      )}
      <ScrollRegion label={t('evidence.stretches')}>
        <table className="data-table stacked w-full border-separate border-spacing-0 text-left">
          <caption className="sr-only">{t('evidence.stretches')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('from')}</th>
              <th scope="col">{t('to')}</th>
              <th scope="col">{t('standing')}</th>
              <th scope="col" className="text-right">
                {t('duration')}
              </th>
            </tr>
          </thead>
          <tbody>
            {stretches.map(({ from, to, state, rule }) => (
              <tr key={from}>
                <td>
                  <Timestamp at={new Date(from)} look="exact" />
                </td>
                <td data-label={t('to')}>
                  <Timestamp at={new Date(to)} look="exact" />
                </td>
                <td>
                  <StatePill tone={tones[state]}>{t(`evidence.state.${state}`)}</StatePill>
                  {rule && <span className="ml-2 text-sm text-ink-2">{t(`evidence.rule.${rule}`)}</span>}
                </td>
                <td data-label={t('duration')} className="stack-end text-right tabular-nums">
                  {formatExact(to - from, locale)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {t('evidence.sum')}
              </th>
              <td className="stack-end text-right font-semibold tabular-nums">
                {formatExact(sums.windowMs, locale)}
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollRegion>
    </Card>
  )
}
