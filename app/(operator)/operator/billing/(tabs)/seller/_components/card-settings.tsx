'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { CardDesk, ChangeOutcome } from '~/lib/billing/client'
import { setCardProviderAction, switchCardsAction } from '../actions'

type Input = { baseUrl: string; secret: string }
type Props = { provider: CardDesk['provider']; refusal: string | undefined }

/** Connects a card provider, and turns card payment on or off. */
export function CardSettings({ provider, refusal }: Props) {
  const t = useTranslations('cards')
  const changes = useTranslations('sellerChanges')
  const isOn = provider?.isOn ?? false
  return (
    <>
      <FormDialog<Input, ChangeOutcome>
        label={t('connect')}
        disabledReason={refusal}
        title={t('connectTitle')}
        submit={t('connectSubmit')}
        done={changes('proposed')}
        action={setCardProviderAction}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
      >
        <TextField
          name="baseUrl"
          label={t('baseUrl')}
          hint={t('baseUrlHint')}
          defaultValue={provider?.baseUrl ?? ''}
          mono
          maxLength={300}
        />
        <TextField
          name="secret"
          label={t('secret')}
          hint={t('secretHint')}
          type="password"
          maxLength={500}
          autoComplete="off"
        />
      </FormDialog>
      {provider && (
        <ConfirmButton
          size="sm"
          label={isOn ? t('turnOff') : t('turnOn')}
          refusal={refusal}
          title={isOn ? t('turnOffTitle') : t('turnOnTitle')}
          danger={isOn}
          prove={(proof) => confirmStaffIdentityAction({ proof })}
          onConfirm={() => switchCardsAction({ baseUrl: provider.baseUrl, isOn: !isOn })}
        >
          <p>{isOn ? t('turnOffText') : t('turnOnText')}</p>
        </ConfirmButton>
      )}
    </>
  )
}
