'use client'
import { useTranslations } from 'next-intl'
import { ImportBankFile } from '~/components/billing/import-bank-file'
import { importStatusReportAction } from '../actions'

/** What the bank says of a file of debits before any money moves. */
export function ImportReport() {
  const t = useTranslations('settling')
  return (
    <ImportBankFile
      action={importStatusReportAction}
      label={t('importReport')}
      pending={t('importingReport')}
      hint={t('importReportHint')}
      done={(imported) => t('importedReport', imported)}
    />
  )
}
