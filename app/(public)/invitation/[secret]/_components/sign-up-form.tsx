'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { passwordLengths } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { signUpInvitedAction } from '../actions'

type Input = { secret: string; fullName: string; password: string }

/** Name and password: the address is the invitation's. Sign-in follows. */
export function SignUpForm({ secret, email }: { secret: string; email: string }) {
  const t = useTranslations('identity.invitations')
  const router = useRouter()
  return (
    <ActionForm<Input, { organisationId: Id<'organisation'> }>
      action={signUpInvitedAction}
      extra={{ secret }}
      // The address is shown for password managers; the server uses the invitation's.
      prepare={({ fullName, password }) => ({ secret, fullName, password })}
      successToast={t('joined')}
      onSuccess={({ organisationId }) => router.push(routes.signIn(routes.org.home(organisationId)))}
    >
      <TextField
        name="email"
        type="email"
        label={t('address')}
        value={email}
        readOnly
        autoComplete="username"
      />
      <TextField name="fullName" label={t('fullName')} autoComplete="name" />
      <TextField
        name="password"
        type="password"
        label={t('password')}
        hint={t('passwordHint', { count: passwordLengths.account })}
        autoComplete="new-password"
      />
      <div>
        <SubmitButton>{t('signUp')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
