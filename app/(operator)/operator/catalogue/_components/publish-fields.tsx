'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'

/** From which day on, and the way to see it before it is published; or why it may not be. */
export function PublishFields({ mayChange = true, today }: { mayChange?: boolean; today: string }) {
  const t = useTranslations('pricing')
  if (!mayChange) return <p className="text-sm text-ink-3">{t('mayNot')}</p>
  return (
    <>
      <TextField
        name="day"
        type="date"
        label={t('field.day')}
        hint={t('field.dayHint')}
        optional
        min={today}
        className="max-w-60"
      />
      <SubmitButton>{t('preview')}</SubmitButton>
    </>
  )
}
