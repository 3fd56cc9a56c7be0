import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DataTable } from '~/components/table/data-table'
import { TextLink } from '~/components/ui/links/text-link'
import type { ExportFormat, ExportPreviewView } from '~/lib/billing/client'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'

type Props = {
  preview: ExportPreviewView
  formats: readonly { format: ExportFormat; href: string }[]
  actions: ReactNode
}

/** The first lines of a file, as a table or as they are, and how many there are in all. */
export function ExportPreview({ preview, formats, actions }: Props) {
  const t = useTranslations('billingExports')
  const locale = useLocale() as Locale
  const { kind, format, columns, rows, total } = preview
  const label = t(`kind.${kind}`)
  // The table and the scrolling text have names of their own.
  const title = t('preview.title', { kind: label, format: t(`format.${format}`) })
  const isWhole = total <= rows.length
  const what = format === 'zip' ? 'files' : 'lines'
  return (
    <section
      aria-label={t('preview.showInFull', { kind: label })}
      className="min-w-0 basis-full rounded-control border border-line"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
        {formats.length > 1 && (
          <nav aria-label={t('preview.formats')}>
            <ul className="flex flex-wrap gap-x-3 text-sm">
              {formats.map(({ format: each, href }) => (
                <li key={each}>
                  {each === format ? (
                    <span aria-current="true" className="font-semibold">
                      {t(`format.${each}`)}
                    </span>
                  ) : (
                    <TextLink href={href} scroll={false}>
                      {t(`format.${each}`)}
                    </TextLink>
                  )}
                </li>
              ))}
            </ul>
          </nav>
        )}
        <p className="text-sm text-ink-2">
          {isWhole
            ? t(`preview.whole.${what}`, { total })
            : t(`preview.head.${what}`, { total: formatNumber(total, locale) })}
        </p>
        <div className="ml-auto">{actions}</div>
      </div>
      {rows.length > 0 &&
        (columns ? (
          <DataTable
            caption={title}
            rows={rows.map((cells, index) => ({ key: `${index}`, cells }))}
            rowKey={({ key }) => key}
            columns={columns.map((name, index) => ({
              id: name,
              header: <span className="font-mono text-xs">{name}</span>,
              cell: ({ cells }: { cells: readonly string[] }) => (
                <span className="whitespace-nowrap font-mono text-xs">{cells[index]}</span>
              ),
            }))}
            exportable={false}
            isWhole
          />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is read with the keyboard
          <pre tabIndex={0} className="overflow-x-auto border-t border-line px-3.5 py-2.5 font-mono text-xs">
            {rows.map(([line]) => line).join('\n')}
          </pre>
        ))}
    </section>
  )
}
