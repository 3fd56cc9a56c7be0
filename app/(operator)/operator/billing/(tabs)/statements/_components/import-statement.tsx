'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { sendFile } from '~/app/_client/send-file'
import { ImportBankFile } from '~/components/billing/import-bank-file'
import type { ImportedStatement } from '~/lib/billing/client'
import { routes } from '~/lib/routes'

/** Imports a bank statement in either of its formats. */
export function ImportStatement() {
  const t = useTranslations('settling')
  const router = useRouter()
  return (
    <ImportBankFile
      send={(file) => sendFile<ImportedStatement>(routes.operator.importStatement(file.name), file)}
      label={t('import')}
      pending={t('importing')}
      hint={t('importHint')}
      onDone={router.refresh}
      done={(imported) => t('imported', imported)}
    />
  )
}
