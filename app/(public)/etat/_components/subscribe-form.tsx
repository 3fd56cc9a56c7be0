'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { TextField } from '~/components/ui/fields/text-field'
import { subscribeToStatusAction } from '../actions'

/** Mail subscription; the address must be confirmed. */
export function SubscribeForm() {
  const t = useTranslations('status.subscribe')
  const [isAsked, setAsked] = useState(false)
  if (isAsked)
    return (
      <Callout tone="ok" live title={t('askedTitle')}>
        {t('asked')}
      </Callout>
    )
  return (
    <ActionForm action={subscribeToStatusAction} onSuccess={() => setAsked(true)} className="max-w-md">
      <TextField name="email" type="email" label={t('email')} maxLength={254} autoComplete="email" />
      <SubmitButton>{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
