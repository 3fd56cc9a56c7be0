'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { TextField } from '~/components/ui/fields/text-field'
import { showToast } from '~/components/ui/overlays/toast'
import type { ChangeOutcome, SellerView } from '~/lib/billing/client'
import type { BillingSellerInput } from '~/lib/billing/schema'
import { changeBillingSellerAction } from '../../../actions'

type Props = { seller: SellerView | null; refusal: string | undefined }

const texts = [
  ['siret', 14],
  ['electronicScheme', 4],
  ['electronicId', 125],
  ['iban', 34],
  ['bic', 11],
  ['accountHolder', 70],
  ['invoicePrefix', 6],
  ['creditNotePrefix', 6],
] as const

/** Applies from the next document on; issued documents do not change. */
export function SellerForm({ seller, refusal }: Props) {
  const t = useTranslations('billingRuns.seller')
  const changes = useTranslations('sellerChanges')
  return (
    <ActionForm<BillingSellerInput, ChangeOutcome>
      action={changeBillingSellerAction}
      prepare={(input) => ({ ...input, vatOnDebits: Boolean(input.vatOnDebits) })}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onSuccess={({ outcome }) => showToast('ok', outcome === 'proposed' ? changes('proposed') : t('saved'))}
      className="grid gap-4 md:grid-cols-2"
    >
      {texts.map(([name, maxLength]) => (
        <TextField
          key={name}
          name={name}
          label={t(name)}
          defaultValue={seller?.[name] ?? ''}
          maxLength={maxLength}
          mono={name !== 'accountHolder'}
          autoComplete="off"
        />
      ))}
      <NumberField
        name="fourEyesFromEuros"
        label={t('fourEyesFromEuros')}
        hint={t('fourEyesHint')}
        defaultValue={seller?.fourEyesFromEuros ?? 500}
        min={0}
        max={1_000_000}
      />
      <Checkbox name="vatOnDebits" label={t('vatOnDebits')} defaultChecked={seller?.vatOnDebits ?? true} />
      <div className="md:col-span-2">
        <SubmitButton disabledReason={refusal}>{t('save')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
