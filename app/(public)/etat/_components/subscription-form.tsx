'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = {
  token: string
  act: 'confirm' | 'end'
  action: (input: { token: string }) => Promise<ActionResult<void>>
}

/** Requires a button press: mail scanners open links before people do. */
export function SubscriptionForm({ token, act, action }: Props) {
  const t = useTranslations('status.subscription')
  const [isDone, setDone] = useState(false)
  if (isDone)
    return (
      <Callout tone="ok" live title={t(`${act}.doneTitle`)}>
        {t(`${act}.done`)}
      </Callout>
    )
  return (
    <ActionForm action={action} extra={{ token }} onSuccess={() => setDone(true)}>
      <SubmitButton block>{t(`${act}.submit`)}</SubmitButton>
    </ActionForm>
  )
}
