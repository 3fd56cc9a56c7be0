import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { TextLink } from '~/components/ui/links/text-link'
import type { EncodedDocument } from '~/lib/billing/client'
import { formatBilledMebibytes, formatDuration, type Locale } from '~/lib/kernel/text/format'
import { periodOf } from '~/lib/kernel/time/paris-month'

type Line = EncodedDocument['lines'][number]
type Props = {
  content: EncodedDocument
  /** Address of a line's evidence; omitted without permission. */
  evidenceHref?: (position: number) => string
  /** Address of a month's service credits, which the document's credit lines link to. */
  creditsHref?: (period: string) => string
  /** The expanded line with its evidence. */
  opened?: { position: number; evidence: ReactNode }
}

/** The file and the exports have all lines: no one reads a page of a thousand. */
const shownMax = 200

/** The lines of a document by project, each with its time and price. */
export function DocumentLines({ content, evidenceHref, creditsHref, opened }: Props) {
  const t = useTranslations('billing')
  const { lines } = content
  const shown = lines.slice(0, shownMax)
  return (
    <Card title={t('lines')} padded={false}>
      <div className="overflow-x-auto">
        <table className="data-table stacked w-full border-separate border-spacing-0 text-left">
          <caption className="sr-only">{t('lines')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('line')}</th>
              <th scope="col" className="text-right">
                {t('duration')}
              </th>
              <th scope="col" className="text-right">
                {t('price')}
              </th>
              <th scope="col" className="text-right">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <LineRow
                key={line.position}
                line={line}
                {...hrefOf(line, evidenceHref, creditsHref)}
                evidence={opened?.position === line.position ? opened.evidence : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > shown.length && (
        <p className="px-4.5 py-2.5 text-sm text-ink-3">
          {t('moreLines', { shown: shown.length, count: lines.length })}
        </p>
      )}
    </Card>
  )
}

function hrefOf(
  line: Line,
  evidenceHref: Props['evidenceHref'],
  creditsHref: Props['creditsHref'],
): { href?: string } {
  if ((line.usedSeconds || line.usedMebibytes) && evidenceHref) return { href: evidenceHref(line.position) }
  // An operator's gesture has no resource.
  if (line.kind === 'service_credit' && line.resourceId && creditsHref)
    return { href: creditsHref(periodOf(new Date(line.period.from))) }
  return {}
}

function LineRow({ line, href, evidence }: { line: Line; href?: string; evidence: ReactNode }) {
  const t = useTranslations('billing')
  const locale = useLocale() as Locale
  const isCapped = line.billedSeconds !== line.usedSeconds
  return (
    <>
      <tr id={`ligne-${line.position}`}>
        <td>
          {/* Narrow tables keep cells on one line; a line's description may wrap. */}
          <div className="whitespace-normal wrap-anywhere sm:min-w-40">
            {href ? <TextLink href={href}>{line.label}</TextLink> : line.label}
            <span className="block text-sm text-ink-3">
              {[line.detail, line.projectName].filter(Boolean).join(' · ')}
            </span>
          </div>
        </td>
        <td data-label={t('duration')} className="text-right tabular-nums">
          {line.billedSeconds && formatDuration(Number(line.billedSeconds), locale)}
          {line.billedMebibytes && formatBilledMebibytes(BigInt(line.billedMebibytes), locale)}
          {line.usedMebibytes && line.includedMebibytes && (
            <span className="block text-sm text-ink-3">
              {t('ofTraffic', {
                used: formatBilledMebibytes(BigInt(line.usedMebibytes), locale),
                included: formatBilledMebibytes(BigInt(line.includedMebibytes), locale),
              })}
            </span>
          )}
          {isCapped && line.usedSeconds && (
            <span className="block text-sm text-ink-3">
              {t('ofUsed', { used: formatDuration(Number(line.usedSeconds), locale) })}
            </span>
          )}
        </td>
        <td data-label={t('price')} className="text-right">
          {line.microCentsPerHour && <HourlyPrice bare microCents={BigInt(line.microCentsPerHour)} />}
          {line.microCentsPerGibibyte && (
            <>
              <HourlyPrice bare microCents={BigInt(line.microCentsPerGibibyte)} /> {t('perGibibyte')}
            </>
          )}
          {line.listMicroCentsPerHour && (
            <span className="block text-sm text-ink-3 line-through">
              <HourlyPrice bare microCents={BigInt(line.listMicroCentsPerHour)} />
            </span>
          )}
        </td>
        <td data-label={t('amount')} className="stack-end text-right">
          <Money bare cents={BigInt(line.netCents)} />
        </td>
      </tr>
      {evidence && (
        <tr>
          <td colSpan={4} className="bg-sunken">
            {evidence}
          </td>
        </tr>
      )}
    </>
  )
}
