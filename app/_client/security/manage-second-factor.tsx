'use client'
import { useLocale, useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Disclosure } from '~/components/ui/display/disclosure'
import { TextField } from '~/components/ui/fields/text-field'
import type { SecondFactorView } from '~/lib/identity/client'
import { formatDate } from '~/lib/kernel/text/format-date'
import { isLocale } from '~/lib/kernel/text/locale'
import type { SecondFactorActions } from './types'

type Props = {
  view: Extract<SecondFactorView, { state: 'enabled' }>
  actions: SecondFactorActions
  onCodes: (codes: readonly string[]) => void
}

export function ManageSecondFactor({ view, actions, onCodes }: Props) {
  const t = useTranslations('auth.secondFactor')
  const locale = useLocale()
  const date = formatDate(new Date(view.enabledAt), isLocale(locale) ? locale : 'fr')
  return (
    <div className="grid gap-4">
      <p>{t('since', { date })}</p>
      <p className="text-ink-2">{t('left', { count: view.unusedRecoveryCodes })}</p>
      <Disclosure summary={t('renew')}>
        <p className="mb-3 text-ink-2">{t('renewText')}</p>
        <ActionForm
          className="max-w-xs"
          action={actions.renew}
          onSuccess={({ recoveryCodes }) => onCodes(recoveryCodes)}
        >
          <CodeField />
          <SubmitButton variant="secondary">{t('renew')}</SubmitButton>
        </ActionForm>
      </Disclosure>
      {view.isMandatory || !actions.disable ? (
        <p className="text-sm text-ink-2">{t('cannotDisable')}</p>
      ) : (
        <Disclosure summary={t('disable')}>
          <p className="mb-3 text-ink-2">{t('disableText')}</p>
          <ActionForm className="max-w-xs" action={actions.disable} successToast={t('disabled')}>
            <CodeField />
            <SubmitButton variant="danger">{t('disable')}</SubmitButton>
          </ActionForm>
        </Disclosure>
      )}
    </div>
  )
}

function CodeField() {
  const t = useTranslations('auth.secondFactor')
  return (
    <TextField
      name="code"
      label={t('confirmCode')}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      minLength={6}
      maxLength={40}
      mono
    />
  )
}
