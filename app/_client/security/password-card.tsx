'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { TextField } from '~/components/ui/fields/text-field'
import { passwordLengths } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { currentPassword: string; newPassword: string }
type Props = { isStaff: boolean; action: (input: Input) => Promise<ActionResult<unknown>> }

export function PasswordCard({ isStaff, action }: Props) {
  const t = useTranslations('auth.passwordChange')
  const reset = useTranslations('auth.reset')
  // Remount the form after each change: the old passwords must not stay in its fields.
  const [round, setRound] = useState(0)
  const min = isStaff ? passwordLengths.staff : passwordLengths.account
  return (
    <Card title={t('title')} note={t('lead')}>
      <ActionForm
        key={round}
        className="max-w-md"
        action={action}
        successToast={t('done')}
        onSuccess={() => setRound(round + 1)}
      >
        <TextField
          name="currentPassword"
          type="password"
          label={t('current')}
          autoComplete="current-password"
          maxLength={1024}
        />
        <TextField
          name="newPassword"
          type="password"
          label={reset('newPassword')}
          hint={reset('hint', { min })}
          autoComplete="new-password"
          minLength={min}
          maxLength={passwordLengths.max}
        />
        <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
      </ActionForm>
    </Card>
  )
}
