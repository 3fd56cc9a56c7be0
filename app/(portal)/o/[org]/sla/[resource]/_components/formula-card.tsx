import { useLocale, useTranslations } from 'next-intl'
import { Availability, BudgetLeft } from '~/components/sla/availability'
import { MonthCredit } from '~/components/sla/month-credit'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { type EvidenceView, formatExact, formatPpm } from '~/lib/sla/client'

/** How the availability is computed from the observations, line by line. */
export function FormulaCard({ evidence }: { evidence: NonNullable<EvidenceView['evidence']> }) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const { sums, level, window, contractVersion } = evidence
  const time = (ms: number) => (
    <span className="grid justify-items-end">
      {formatExact(ms, locale)}
      <span className="text-sm text-ink-3">
        {t('evidence.milliseconds', { ms: formatNumber(ms, locale) })}
      </span>
    </span>
  )
  return (
    <Card
      title={t('evidence.formula')}
      note={t('evidence.formulaNote', { version: contractVersion })}
      padded={false}
    >
      <DescriptionList
        items={[
          {
            key: 'window',
            term: t('evidence.window'),
            value: (
              <>
                <Timestamp at={new Date(window.from)} look="exact" /> –{' '}
                <Timestamp at={new Date(window.to)} look="exact" />
              </>
            ),
          },
          { key: 'length', term: t('evidence.windowLength'), value: time(sums.windowMs) },
          { key: 'excluded', term: t('evidence.minusExcluded'), value: time(sums.excludedMs) },
          { key: 'unknown', term: t('evidence.minusUnknown'), value: time(sums.unknownMs) },
          { key: 'base', term: t('evidence.base'), value: time(sums.upMs + sums.downMs) },
          { key: 'up', term: t('evidence.ofWhichUp'), value: time(sums.upMs) },
          { key: 'down', term: t('evidence.ofWhichDown'), value: time(sums.downMs) },
          {
            key: 'result',
            term: t('evidence.result'),
            value:
              sums.availabilityPpm === null ? (
                t('evidence.noResult')
              ) : (
                <span className="grid justify-items-end">
                  <strong>
                    <Availability
                      ppm={sums.availabilityPpm}
                      objectivePpm={level.objectivePpm}
                      isMissed={level.state === 'breached'}
                    />
                  </strong>
                  <span className="text-sm text-ink-3">
                    {t('evidence.ppm', { ppm: formatNumber(sums.availabilityPpm, locale) })}
                  </span>
                </span>
              ),
          },
          ...(level.objectivePpm === null
            ? []
            : [
                { key: 'objective', term: t('objective'), value: formatPpm(level.objectivePpm, locale) },
                { key: 'left', term: t('left'), value: <BudgetLeft budget={level.budget} /> },
              ]),
          ...(level.credit
            ? [
                {
                  key: 'credit',
                  term: t('creditHead'),
                  value: <MonthCredit credit={level.credit} objectivePpm={level.objectivePpm} />,
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
