'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { passwordLengths } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { routes } from '~/lib/routes'

type Input = { secret: string; newPassword: string }
type Props = { secret: string; action: (input: Input) => Promise<ActionResult<void>> }

export function ResetForm({ secret, action }: Props) {
  const t = useTranslations('auth.reset')
  return (
    <ActionForm action={action} extra={{ secret }} successHref={routes.signIn()} successToast={t('done')}>
      <TextField
        name="newPassword"
        type="password"
        label={t('newPassword')}
        hint={t('hint', { min: passwordLengths.account })}
        autoComplete="new-password"
        minLength={passwordLengths.account}
        maxLength={passwordLengths.max}
      />
      <SubmitButton block>{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
