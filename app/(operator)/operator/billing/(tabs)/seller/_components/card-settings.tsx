'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { CardDesk, ChangeOutcome } from '~/lib/billing/client'
import { setCardProviderAction, switchCardsAction } from '../actions'

type Input = { baseUrl: string; secret: string }
type Props = { provider: CardDesk['provider']; refusal: string | undefined }

/** Connects a card provider, and turns card payment on or off. */
export function CardSettings({ provider, refusal }: Props) {
  const t = useTranslations('cards')
  const changes = useTranslations('sellerChanges')
  const [isAsking, setAsking] = useState(false)
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
        <Button size="sm" disabledReason={refusal} onClick={() => setAsking(true)}>
          {isOn ? t('turnOff') : t('turnOn')}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={isOn ? t('turnOffTitle') : t('turnOnTitle')}
        confirmLabel={isOn ? t('turnOff') : t('turnOn')}
        danger={isOn}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={() => switchCardsAction({ baseUrl: provider?.baseUrl ?? '', isOn: !isOn })}
      >
        <p>{isOn ? t('turnOffText') : t('turnOnText')}</p>
      </ConfirmDialog>
    </>
  )
}
