import { useLocale, useTranslations } from 'next-intl'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { formatDuration, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { UsageLineView } from '~/lib/resources/client'

/** A resource's usage of this month, line by line, to the second and the cent. */
export function UsageTable({ lines, caption }: { lines: readonly UsageLineView[]; caption: string }) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  if (lines.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{t('usage.none')}</p>
  const total = lines.reduce((sum, line) => sum + BigInt(line.cents), 0n)
  const isCapped = lines.some((line) => line.billedSeconds < line.seconds)
  return (
    <>
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('usage.meter')}</th>
            <th scope="col" className="text-right max-sm:hidden">
              {t('usage.price')}
            </th>
            <th scope="col" className="text-right">
              {t('usage.duration')}
            </th>
            <th scope="col" className="text-right max-sm:hidden">
              {t('usage.seconds')}
            </th>
            <th scope="col" className="text-right">
              {t('usage.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td className="whitespace-normal">
                {line.snapshot === null
                  ? t(`meter.${line.meter}`)
                  : t('usage.snapshotOf', { meter: t(`meter.${line.meter}`), name: line.snapshot })}
              </td>
              <td className="text-right max-sm:hidden">
                <HourlyPrice bare microCents={BigInt(line.microCentsPerHour)} />
                {line.listMicroCentsPerHour !== null && (
                  <span className="block text-xs text-ink-3">
                    <span className="sr-only">{t('usage.publicPrice')} </span>
                    <s>
                      <HourlyPrice bare microCents={BigInt(line.listMicroCentsPerHour)} />
                    </s>
                  </span>
                )}
              </td>
              <td className="text-right tabular-nums">{formatDuration(line.seconds, locale)}</td>
              <td className="text-right tabular-nums max-sm:hidden">{formatNumber(line.seconds, locale)}</td>
              <td className="text-right">
                <Money bare cents={BigInt(line.cents)} />
              </td>
            </tr>
          ))}
          <tr>
            <td className="font-semibold">{t('usage.total')}</td>
            <td className="max-sm:hidden" />
            <td />
            <td className="max-sm:hidden" />
            <td className="text-right font-semibold">
              <Money bare cents={total} />
            </td>
          </tr>
        </tbody>
      </table>
      {isCapped && <p className="px-4.5 py-2.5 text-sm text-ink-3">{t('usage.capped')}</p>}
    </>
  )
}
