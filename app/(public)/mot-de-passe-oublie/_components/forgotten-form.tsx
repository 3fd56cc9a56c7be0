'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { TextField } from '~/components/ui/fields/text-field'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { email: string }

/** Shows the same message for known and unknown addresses. */
export function ForgottenForm({ action }: { action: (input: Input) => Promise<ActionResult<void>> }) {
  const t = useTranslations('auth.forgotten')
  const field = useTranslations('auth.signIn')
  const [sentTo, setSentTo] = useState<string | null>(null)
  if (sentTo !== null) {
    return (
      <Callout tone="ok" live title={t('sentTitle')}>
        <p className="wrap-anywhere">{t('sent', { email: sentTo })}</p>
      </Callout>
    )
  }
  const send = async (input: Input) => {
    const result = await action(input)
    if (result.ok) setSentTo(input.email)
    return result
  }
  return (
    <ActionForm action={send}>
      <TextField
        name="email"
        type="email"
        label={field('email')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
      />
      <SubmitButton block>{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
