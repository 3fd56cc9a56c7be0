'use client'
import { useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { invoiceGroupings, vatStatuses } from '~/lib/billing/client'
import type { BillingSettingsInput } from '~/lib/billing/schema'
import { changeBillingSettingsAction } from '../../../actions'

type Props = {
  organisationId: string
  grouping: BillingSettingsInput['grouping']
  language: BillingSettingsInput['language']
  vatStatus: (typeof vatStatuses)[number] | null
  isVatStatusOfOffice: boolean
  refusal: string | undefined
}

/** One invoice for everything, or one per project or cost centre. */
export function SettingsForm({
  organisationId,
  grouping,
  language,
  vatStatus,
  isVatStatusOfOffice,
  refusal,
}: Props) {
  const t = useTranslations('billing.settings')
  return (
    <ActionForm<BillingSettingsInput & { organisationId: string }, unknown>
      action={changeBillingSettingsAction}
      prove={(proof) => confirmIdentityAction({ proof })}
      extra={{ organisationId }}
      successToast={t('saved')}
      className="grid gap-4"
    >
      <Select
        name="grouping"
        label={t('grouping')}
        hint={t('groupingHint')}
        defaultValue={grouping}
        options={invoiceGroupings.map((value) => ({ value, label: t(`groupings.${value}`) }))}
      />
      <Select
        name="language"
        label={t('language')}
        defaultValue={language}
        options={[
          { value: 'fr', label: t('languages.fr') },
          { value: 'en', label: t('languages.en') },
        ]}
      />
      {vatStatus && isVatStatusOfOffice && (
        <div className="grid gap-1 text-sm">
          <p className="font-medium">{t('vatStatus')}</p>
          <p>{t(`vatStatuses.${vatStatus}`)}</p>
          <p className="text-ink-3">{t('vatStatusOfOffice')}</p>
        </div>
      )}
      {vatStatus && !isVatStatusOfOffice && (
        <Select
          name="vatStatus"
          label={t('vatStatus')}
          hint={t('vatStatusHint')}
          defaultValue={vatStatus}
          options={vatStatuses.map((value) => ({ value, label: t(`vatStatuses.${value}`) }))}
        />
      )}
      <SubmitButton disabledReason={refusal}>{t('save')}</SubmitButton>
    </ActionForm>
  )
}
