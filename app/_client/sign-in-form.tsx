'use client'
import { useTranslations } from 'next-intl'
import { startTransition, useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { takeFocus } from '~/components/ui/overlays/take-focus'
import { type Credentials, signInWithCredentials } from './sign-in'
import { forgetSignUpEmail, readSignUpEmail } from './sign-up-email'

type Props = {
  nextHref: string
  /** Where staff without a second factor are sent first. */
  enrolmentHref: string
}

/** E-mail and password, then the code if the account has a second factor: one form, without retyping. */
export function SignInForm({ nextHref, enrolmentHref }: Props) {
  const t = useTranslations('auth.signIn')
  const [email, setEmail] = useState<string | null>(null)
  const needsCode = email !== null
  const signIn = async (input: Credentials) => {
    const result = await signInWithCredentials(input)
    // In the same transition as the pending state, not before: a fast user submits the code as soon as its field
    // exists.
    if (result.ok && result.data.step === 'code') startTransition(() => setEmail(input.email))
    // A full page load: no data of another person's session stays in memory.
    if (result.ok && result.data.step === 'done') {
      forgetSignUpEmail()
      window.location.assign(result.data.needsEnrolment ? enrolmentHref : nextHref)
    }
    return result
  }
  return (
    <ActionForm action={signIn} method="post">
      <div className="grid gap-5" hidden={needsCode}>
        <TextField
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          ref={fillOnce}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
        />
        <TextField
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
          maxLength={1024}
        />
      </div>
      {needsCode && <CodeStep email={email} />}
      <SubmitButton block>{needsCode ? t('codeSubmit') : t('submit')}</SubmitButton>
      {needsCode && (
        <Button variant="quiet" size="sm" onClick={() => setEmail(null)}>
          {t('otherAccount')}
        </Button>
      )}
    </ActionForm>
  )
}

/** Prefills the address of a sign-up, without overwriting input of the person or browser. */
function fillOnce(input: HTMLInputElement | null) {
  if (input && input.value === '') input.value = readSignUpEmail()
}

function CodeStep({ email }: { email: string }) {
  const t = useTranslations('auth.signIn')
  return (
    <div className="grid gap-4">
      <h2 className="text-xl">{t('codeTitle')}</h2>
      <p className="text-ink-2 wrap-anywhere">{t('codeLead', { email })}</p>
      <TextField
        name="code"
        label={t('code')}
        hint={t('codeHint')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        minLength={6}
        maxLength={40}
        mono
        ref={takeFocus}
      />
    </div>
  )
}
