'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import type { NegotiatedPreview } from '~/lib/catalogue/client'
import type { NegotiatedListInput } from '~/lib/catalogue/schema'
import { formatPermille, type Locale } from '~/lib/kernel/text/format'
import { PublishDialog } from '../../../_components/publish-dialog'
import { publishListAction } from '../actions'

type Props = {
  organisation: string
  input: NegotiatedListInput
  preview: NegotiatedPreview
  onClose: () => void
  onPublished: () => void
}

/** Compares a new list with the public prices and the current ones before it is published. */
export function PreviewDialog({ organisation, input, preview, onClose, onPublished }: Props) {
  const t = useTranslations('pricing.negotiated')
  const p = useTranslations('pricing')
  const locale = useLocale() as Locale
  return (
    <PublishDialog
      title={t('previewTitle', { organisation })}
      confirmLabel={t('publish')}
      done={t('published')}
      from={preview}
      keepNote={t('keepNote')}
      publish={() => publishListAction({ ...input, basis: preview.basis })}
      onClose={onClose}
      onPublished={onPublished}
    >
      {preview.changes.length === 0 ? (
        <p>{t('backToPublic')}</p>
      ) : (
        <table className="data-table stacked w-full">
          <caption className="sr-only">{t('previewTitle', { organisation })}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('bundle')}
              </th>
              <th scope="col" className="text-right">
                {t('public')}
              </th>
              <th scope="col" className="text-right">
                {p('column.before')}
              </th>
              <th scope="col" className="text-right">
                {p('column.after')}
              </th>
              <th scope="col" className="text-right">
                {t('offPublic')}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.changes.map((change) => (
              <tr key={change.bundleId}>
                <td>{change.name}</td>
                <td data-label={t('public')} className="text-right">
                  <Money cents={change.publicCents} bare />
                </td>
                <td data-label={p('column.before')} className="text-right">
                  <Money cents={change.fromCents} bare />
                </td>
                <td data-label={p('column.after')} className="stack-end text-right">
                  <Money cents={change.toCents} bare />
                </td>
                <td data-label={t('offPublic')} className="text-right tabular-nums">
                  {formatPermille(-change.offPublicPermille, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PublishDialog>
  )
}
