import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { FileLink } from '~/components/ui/links/file-link'
import type { ExportFormat, ExportKind, ExportOfferView } from '~/lib/billing/client'

type Props = {
  kinds: ExportOfferView['kinds']
  /** Whose books: the seller's sales are the buyer's purchases. */
  books: 'purchases' | 'sales'
  hrefOf: (kind: ExportKind, format: ExportFormat) => string
  /** The button that prepares an export in the background. */
  prepare: (kind: ExportKind, format: ExportFormat) => ReactNode
}

/** The exports of a month, in each format. */
export function ExportTable({ kinds, books, hrefOf, prepare }: Props) {
  const t = useTranslations('billingExports')
  return (
    <ul className="divide-y divide-line">
      {kinds.map(({ kind, formats }) => (
        <li key={kind} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4.5 py-3.5">
          <div className="min-w-0 flex-1 basis-72">
            <h3 className="font-semibold">{t(`kind.${kind}`)}</h3>
            <p className="text-sm text-ink-2">
              {t(kind === 'entries' && books === 'sales' ? 'text.salesEntries' : `text.${kind}`)}
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {formats.map((format) => (
              <FileLink key={format} href={hrefOf(kind, format)} size="sm">
                <span className="sr-only">
                  {t('downloadInFull', { kind: t(`kind.${kind}`), format: t(`format.${format}`) })}
                </span>
                <span aria-hidden="true">{t(`format.${format}`)}</span>
              </FileLink>
            ))}
            {formats[0] && prepare(kind, formats[0])}
          </div>
        </li>
      ))}
    </ul>
  )
}
