import { useLocale, useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { EvidenceView } from '~/lib/billing/client'
import { formatBilledMebibytes, formatNumber, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'

/** The evidence of a line: its intervals to the second, or the traffic by day. */
export function Evidence({ evidence }: { evidence: EvidenceView }) {
  const t = useTranslations('billing')
  const locale = useLocale() as Locale
  if (evidence.days.length > 0) return <DayTable evidence={evidence} />
  const total = (of: 'seconds' | 'billedSeconds') =>
    formatNumber(
      evidence.intervals.reduce((sum, each) => sum + each[of], 0),
      locale,
    )
  return (
    <table className="w-full text-left text-sm">
      <caption className="pb-1 text-left text-ink-2">{t('evidence', { line: evidence.label })}</caption>
      <thead>
        <tr className="text-ink-3">
          <th scope="col">{t('from')}</th>
          <th scope="col">{t('to')}</th>
          <th scope="col" className="text-right">
            {t('seconds')}
          </th>
          <th scope="col" className="text-right">
            {t('billedSeconds')}
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.intervals.map((each) => (
          <tr key={each.startedAt}>
            <td>
              <Timestamp at={new Date(each.startedAt)} look="exact" />
            </td>
            <td>
              <Timestamp at={new Date(each.endedAt)} look="exact" />
            </td>
            <td className="text-right tabular-nums">{formatNumber(each.seconds, locale)}</td>
            <td className="text-right tabular-nums">{formatNumber(each.billedSeconds, locale)}</td>
          </tr>
        ))}
        <tr className="font-semibold">
          <td colSpan={2}>{t('sum')}</td>
          <td className="text-right tabular-nums">{total('seconds')}</td>
          <td className="text-right tabular-nums">{total('billedSeconds')}</td>
        </tr>
      </tbody>
    </table>
  )
}

function DayTable({ evidence }: { evidence: EvidenceView }) {
  const t = useTranslations('billing')
  const locale = useLocale() as Locale
  return (
    <table className="w-full text-left text-sm">
      <caption className="pb-1 text-left text-ink-2">{t('evidence', { line: evidence.label })}</caption>
      <thead>
        <tr className="text-ink-3">
          <th scope="col">{t('day')}</th>
          <th scope="col" className="text-right">
            {t('traffic')}
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.days.map(({ day, mebibytes }) => (
          <tr key={day}>
            <td>
              <Timestamp at={startOfParisDay(day)} look="date" />
            </td>
            <td className="text-right tabular-nums">{formatBilledMebibytes(mebibytes, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
