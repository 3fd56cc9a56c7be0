import { useTranslations } from 'next-intl'
import { PrepareExport } from '~/components/billing/prepare-export'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { FileLink } from '~/components/ui/links/file-link'
import type { ExportOfferView } from '~/lib/billing/client'
import { routes } from '~/lib/routes'
import { askOperatorExportAction } from '../actions'

/** The seller's ledger entries by fiscal year, the form that a tax inspector requires. */
export function AccountingYears({ years }: { years: ExportOfferView['years'] }) {
  const t = useTranslations('billingExports')
  return (
    <Card title={t('years')} padded={false}>
      <p className="px-4.5 pt-3.5 text-sm text-ink-2">{t('yearsText')}</p>
      <ul className="divide-y divide-line">
        {years.map(({ year, isProvisional }) => (
          <li key={year} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4.5 py-3.5">
            <div className="grid min-w-0 flex-1 basis-72 justify-items-start gap-1">
              <h3 className="font-semibold">{t('year', { year })}</h3>
              {isProvisional && (
                <>
                  <StatePill tone="warn">{t('provisional')}</StatePill>
                  <p className="text-sm text-ink-2">
                    {t('provisionalYear', { next: `${Number(year) + 1}` })}
                  </p>
                </>
              )}
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <FileLink href={routes.operator.exportFile('fec', 'txt', year)} size="sm">
                <span className="sr-only">
                  {t(isProvisional ? 'yearDownloadProvisional' : 'yearDownload', { year })}
                </span>
                <span aria-hidden="true">{t('format.txt')}</span>
              </FileLink>
              <PrepareExport
                action={askOperatorExportAction}
                input={{ kind: 'fec', format: 'txt', period: year }}
                label={t('yearPrepare', { year })}
              />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
