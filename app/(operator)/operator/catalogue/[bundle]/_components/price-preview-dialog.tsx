'use client'
import { useLocale, useTranslations } from 'next-intl'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import type { PricePreview } from '~/lib/catalogue/client'
import type { PriceChangeInput } from '~/lib/catalogue/schema'
import { formatPermille, type Locale } from '~/lib/kernel/text/format'
import { PublishDialog } from '../../_components/publish-dialog'
import { publishPricesAction } from '../actions'

type Props = {
  name: string
  input: PriceChangeInput
  preview: PricePreview
  onClose: () => void
  onPublished: () => void
}

/** The effects of publishing prices, with date and affected customers: a published price cannot be changed. */
export function PricePreviewDialog({ name, input, preview, onClose, onPublished }: Props) {
  const t = useTranslations('pricing')
  const locale = useLocale() as Locale
  return (
    <PublishDialog
      title={t('previewTitle', { name })}
      confirmLabel={t('publish')}
      done={t('published')}
      from={preview}
      keepNote={t('keepNote', { count: preview.live })}
      publish={() => publishPricesAction({ ...input, basis: preview.basis })}
      onClose={onClose}
      onPublished={onPublished}
    >
      <table className="data-table stacked w-full">
        <caption className="sr-only">{t('previewTitle', { name })}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('column.meter')}
            </th>
            <th scope="col" className="text-right">
              {t('column.before')}
            </th>
            <th scope="col" className="text-right">
              {t('column.after')}
            </th>
            <th scope="col" className="text-right">
              {t('column.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {preview.lines.map((line) => (
            <tr key={line.meter}>
              <td>{t(`meter.${line.meter}`)}</td>
              <td data-label={t('column.before')} className="text-right">
                {line.from === null || line.monthlyFromCents === null ? (
                  '–'
                ) : (
                  <Both microCents={line.from} cents={line.monthlyFromCents} />
                )}
              </td>
              <td data-label={t('column.after')} className="stack-end text-right">
                <Both microCents={line.to} cents={line.monthlyToCents} />
              </td>
              <td data-label={t('column.change')} className="text-right tabular-nums">
                {line.changePermille === null ? '–' : formatPermille(line.changePermille, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PublishDialog>
  )
}

function Both({ microCents, cents }: { microCents: bigint; cents: bigint }) {
  const t = useTranslations('pricing')
  return (
    <>
      <HourlyPrice microCents={microCents} />
      <span className="block text-sm text-ink-3">
        <Money cents={cents} /> {t('perMonth')}
      </span>
    </>
  )
}
