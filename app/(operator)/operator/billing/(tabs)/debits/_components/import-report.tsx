'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { sendFile } from '~/app/_client/send-file'
import { ImportBankFile } from '~/components/billing/import-bank-file'
import type { ImportedReport } from '~/lib/billing/client'
import { routes } from '~/lib/routes'

/** Imports the bank's status report on a debit file, which arrives before any money moves. */
export function ImportReport() {
  const t = useTranslations('settling')
  const router = useRouter()
  return (
    <ImportBankFile
      send={(file) => sendFile<ImportedReport>(routes.operator.importStatusReport(file.name), file)}
      label={t('importReport')}
      pending={t('importingReport')}
      hint={t('importReportHint')}
      onDone={router.refresh}
      done={(imported) => t('importedReport', imported)}
    />
  )
}
