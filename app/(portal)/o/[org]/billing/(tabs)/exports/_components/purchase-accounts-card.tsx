'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { TextArea } from '~/components/ui/fields/text-area'
import { setPurchaseAccountsAction } from '../actions'

type Props = { organisationId: string; accounts: string; refusal: string | undefined }

/** The accounts of the purchase journal, by cost centre. */
export function PurchaseAccountsCard({ organisationId, accounts, refusal }: Props) {
  const t = useTranslations('billingExports')
  return (
    <Card title={t('accounts')}>
      <p className="mb-4 max-w-prose text-sm text-ink-2">{t('accountsText')}</p>
      <ActionForm action={setPurchaseAccountsAction} extra={{ organisationId }} successToast={t('saved')}>
        <TextArea
          name="accounts"
          label={t('accountsLabel')}
          hint={t('accountsHint')}
          defaultValue={accounts}
          maxLength={8_000}
          rows={5}
          mono
        />
        <SubmitButton disabledReason={refusal}>{t('save')}</SubmitButton>
      </ActionForm>
    </Card>
  )
}
