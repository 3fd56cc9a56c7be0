'use client'
import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import type { ImportError } from '~/lib/datacentre/client'
import { linesShownMax } from './lines-shown-max'

/** Each rejected line with its column and reason. */
export function ErrorTable({ errors }: { errors: readonly ImportError[] }) {
  const t = useTranslations('import')
  const refusalText = useRefusalText()
  const reasonText = ({ reason, params }: ImportError) =>
    t.has(`reason.${reason}`)
      ? t(`reason.${reason}`, params)
      : refusalText({ code: 'invalid_input', params: { ...params, reason } })
  return (
    <ScrollRegion label={t('errorsCaption')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child>*]:border-b-0">
        <caption className="sr-only">{t('errorsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-right">
              {t('line')}
            </th>
            <th scope="col" className="text-left">
              {t('column')}
            </th>
            <th scope="col" className="text-left">
              {t('why')}
            </th>
          </tr>
        </thead>
        <tbody>
          {errors.slice(0, linesShownMax).map((error) => (
            <tr key={`${error.line}/${error.column}/${error.reason}`}>
              <td className="w-20 text-right tabular-nums">{error.line}</td>
              <td data-label={t('column')} className="font-mono text-sm">
                {error.column ?? '–'}
              </td>
              <td className="min-w-56 whitespace-normal">{reasonText(error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {errors.length > linesShownMax && (
        <p className="px-4.5 py-3 text-ink-2">{t('more', { count: errors.length - linesShownMax })}</p>
      )}
    </ScrollRegion>
  )
}
