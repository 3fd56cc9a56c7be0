'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { confirmAlertRecipientAction, endAlertRecipientAction } from '../actions'

/** Requires a button press: mail scanners open links before people do. */
export function RecipientChoice({ token, isConfirmed }: { token: string; isConfirmed: boolean }) {
  const t = useTranslations('budgets.linked')
  const [done, setDone] = useState<'confirmed' | 'ended' | null>(null)
  if (done)
    return (
      <Callout tone="ok" live title={t(`${done}Title`)}>
        {t(done)}
      </Callout>
    )
  return (
    <div className="grid gap-3">
      {!isConfirmed && (
        <ActionForm
          action={confirmAlertRecipientAction}
          extra={{ token }}
          onSuccess={() => setDone('confirmed')}
        >
          <SubmitButton block>{t('confirm')}</SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={endAlertRecipientAction} extra={{ token }} onSuccess={() => setDone('ended')}>
        <SubmitButton block variant="secondary">
          {t(isConfirmed ? 'endConfirmed' : 'end')}
        </SubmitButton>
      </ActionForm>
    </div>
  )
}
