import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { TextLink } from '~/components/ui/links/text-link'
import type { Locale } from '~/lib/kernel/text/format'
import { formatExact, formatPpm, type LevelView } from '~/lib/sla/client'
import { Availability, BudgetLeft } from './availability'
import { LevelStatePill } from './level-state'

type Props = { level: LevelView & { period: string }; evidenceHref: string }

/** This month's availability of a server or volume in a few lines, with a link to the evidence. */
export function LevelCard({ level, evidenceHref }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const { availabilityPpm, objectivePpm, state, budget, downMs, unknownMs } = level
  return (
    <Card
      title={t('panel.title')}
      note={t('panel.note', { month: new Date(`${level.period}-15T12:00:00Z`) })}
      padded={false}
      actions={<TextLink href={evidenceHref}>{t('panel.evidence')}</TextLink>}
    >
      <DescriptionList
        isDense
        items={[
          {
            key: 'measured',
            term: t('measured'),
            value: (
              <span className="inline-flex flex-wrap items-center justify-end gap-2">
                <strong>
                  <Availability ppm={availabilityPpm} objectivePpm={objectivePpm} />
                </strong>
                <LevelStatePill state={state} />
              </span>
            ),
          },
          ...(objectivePpm === null
            ? []
            : [
                { key: 'objective', term: t('objective'), value: formatPpm(objectivePpm, locale) },
                { key: 'left', term: t('left'), value: <BudgetLeft budget={budget} /> },
              ]),
          { key: 'down', term: t('down'), value: formatExact(downMs, locale) },
          ...(unknownMs > 0
            ? [{ key: 'unknown', term: t('unknownHead'), value: formatExact(unknownMs, locale) }]
            : []),
        ]}
      />
    </Card>
  )
}
