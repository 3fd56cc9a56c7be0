'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'

/** The person who signs up. */
export function PersonFields() {
  const t = useTranslations('identity.signUp')
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 font-display text-lg font-semibold">{t('you')}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="fullName" label={t('fullName')} autoComplete="name" maxLength={100} />
        <TextField name="email" type="email" label={t('email')} autoComplete="email" maxLength={254} />
      </div>
      <p className="-mt-2 text-sm text-ink-3">{t('emailHint')}</p>
      <TextField
        name="password"
        type="password"
        label={t('password')}
        hint={t('passwordHint')}
        autoComplete="new-password"
        minLength={15}
        maxLength={128}
      />
    </fieldset>
  )
}
