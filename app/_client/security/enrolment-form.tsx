'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { Copyable } from '~/components/ui/display/copyable'
import { Disclosure } from '~/components/ui/display/disclosure'
import { TextField } from '~/components/ui/fields/text-field'
import type { SecondFactorView } from '~/lib/identity/client'
import type { SecondFactorActions } from './types'

type Props = {
  view: Extract<SecondFactorView, { state: 'offered' }>
  qrCode: ReactNode
  isStaff: boolean
  enable: SecondFactorActions['enable']
  onCodes: (codes: readonly string[]) => void
}

/** One page: scan the code, type six digits, done. */
export function EnrolmentForm({ view, qrCode, isStaff, enable, onCodes }: Props) {
  const t = useTranslations('auth.secondFactor')
  return (
    <div className="grid gap-5">
      {view.isMandatory ? (
        <Callout tone="warn" title={t('mandatory')}>
          {isStaff ? t('mandatoryStaff') : t('mandatoryAccount')}
        </Callout>
      ) : (
        <p className="text-ink-2">{t('offered')}</p>
      )}
      <div className="grid gap-6 sm:grid-cols-[auto_minmax(0,1fr)]">
        <div className="justify-self-center">{qrCode}</div>
        <ol className="grid content-start gap-4 ps-5 list-decimal">
          <li>
            {t('step1')}
            <div className="mt-2">
              <Disclosure summary={t('manual')}>
                <p className="text-sm text-ink-2">{t('manualText')}</p>
                <Copyable text={view.secret} what={t('key')} display={inFours(view.secret)} />
              </Disclosure>
            </div>
          </li>
          <li>
            {t('step2')}
            <ActionForm
              className="mt-3 max-w-xs"
              action={enable}
              onSuccess={({ recoveryCodes }) => onCodes(recoveryCodes)}
            >
              <TextField
                name="code"
                label={t('code')}
                inputMode="numeric"
                autoComplete="one-time-code"
                minLength={6}
                maxLength={7}
                mono
              />
              {view.needsPassword && (
                <TextField
                  name="password"
                  type="password"
                  label={t('password')}
                  hint={t('passwordHint')}
                  autoComplete="current-password"
                />
              )}
              <SubmitButton>{t('enable')}</SubmitButton>
            </ActionForm>
          </li>
        </ol>
      </div>
    </div>
  )
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
