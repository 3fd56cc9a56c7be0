'use client'
import { useTranslations } from 'next-intl'
import { ImportBankFile } from '~/components/billing/import-bank-file'
import { importStatementAction } from '../actions'

/** A statement of the account, in either of its formats. */
export function ImportStatement() {
  const t = useTranslations('settling')
  return (
    <ImportBankFile
      action={importStatementAction}
      label={t('import')}
      pending={t('importing')}
      hint={t('importHint')}
      done={(imported) => t('imported', imported)}
    />
  )
}
