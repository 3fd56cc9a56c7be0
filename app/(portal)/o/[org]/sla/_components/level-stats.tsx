import { useLocale, useTranslations } from 'next-intl'
import { Availability } from '~/components/sla/availability'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { TextLink } from '~/components/ui/links/text-link'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { formatExact, type ServiceLevelsView } from '~/lib/sla/client'

type Props = { view: ServiceLevelsView; evidenceHref: (resourceId: string) => string }

/** Key figures of the month. */
export function LevelStats({ view, evidenceHref }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const { total, tightest } = view
  const budget = tightest?.budget
  return (
    <div className="grid grid-cols-2 gap-2.5 sm:gap-4 lg:grid-cols-5">
      <Stat
        label={t('weighted')}
        value={<Availability ppm={total.availabilityPpm} objectivePpm={999_900} />}
        note={t('weightedNote', { count: total.resources })}
      />
      <Stat
        label={t('budget')}
        value={budget ? formatDuration(Math.abs(budget.leftMs) / 1_000, locale) : '–'}
        {...(budget && budget.leftMs < 0 && { tone: 'bad' as const })}
        note={
          tightest && budget ? (
            <TextLink href={evidenceHref(tightest.id)}>
              {t(budget.leftMs < 0 ? 'overspent' : 'budgetNote', {
                allowed: formatExact(budget.allowedMs, locale),
                name: tightest.name,
              })}
            </TextLink>
          ) : (
            t('noBudget')
          )
        }
      />
      <Stat
        label={t('missed')}
        value={t('missedOf', { breached: total.breached, count: total.resources })}
        {...(total.breached > 0 && { tone: 'bad' as const })}
        note={t(total.breached > 0 ? 'missedSome' : 'missedNone')}
      />
      <Stat
        label={t('unknownTime')}
        value={formatDuration(total.unknownMs / 1_000, locale)}
        note={t('unknownNote')}
      />
      <Stat
        label={t('credits')}
        value={<Money cents={BigInt(view.creditCents)} />}
        note={t(
          view.creditCents === '0'
            ? 'creditsNone'
            : view.month.isRunning
              ? 'creditsEstimated'
              : 'creditsNote',
        )}
      />
    </div>
  )
}
