import type { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { FileLink } from '~/components/ui/links/file-link'
import type { ListedDocument } from '~/lib/billing/client'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { documentColumns } from './document-columns'

/** The references in the order in which an accountant matches an invoice. */
const shown = ['purchaseOrder', 'engagement', 'serviceCode', 'market', 'payerSiret'] as const

/** The columns that tell a customer what each document is for, and its file; `t` is of the `billing` namespace. */
export function listedColumns(
  t: ReturnType<typeof useTranslations<'billing'>>,
  locale: Locale,
  hrefOf: (row: ListedDocument) => string,
): Record<'number' | 'period' | 'group' | 'file', Column<ListedDocument>> {
  const referencesOf = ({ references }: ListedDocument) =>
    shown.flatMap((name) => (references[name] ? [`${t(`references.${name}`)} ${references[name]}`] : []))
  const { number } = documentColumns(t)
  return {
    number: {
      ...number,
      // A phone has no room for a column of months.
      cell: (row) => (
        <>
          {number.cell(row)}
          <span className="block text-sm font-normal text-ink-2 sm:hidden">
            {formatMonth(row.period, locale)}
          </span>
        </>
      ),
    },
    period: {
      id: 'period',
      header: t('period'),
      cell: (row) => <span className="whitespace-nowrap">{formatMonth(row.period, locale)}</span>,
      className: 'max-sm:hidden',
    },
    group: {
      id: 'group',
      header: t('group'),
      // A spreadsheet matches the bare references.
      csv: (row) => [row.group, ...shown.map((name) => row.references[name])].filter(Boolean).join(' · '),
      cell: (row) => (
        <>
          {row.group}
          {referencesOf(row).map((reference) => (
            <span key={reference} className="block text-sm wrap-anywhere text-ink-2">
              {reference}
            </span>
          ))}
        </>
      ),
      className: 'max-md:hidden',
    },
    file: {
      id: 'file',
      header: t('file'),
      csv: () => '',
      cell: (row) => (
        <FileLink href={hrefOf(row)} size="sm" variant="quiet">
          <span className="sr-only">{t('fileOf', { number: row.number })}</span>
          <span aria-hidden="true">{t('pdf')}</span>
        </FileLink>
      ),
      className: 'max-sm:hidden',
    },
  }
}
