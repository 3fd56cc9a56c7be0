'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '~/components/form/submit-button'
import { DateField } from '~/components/ui/fields/date-field'

/** The start date and the preview button; or the reason why publishing is not allowed. */
export function PublishFields({ mayChange = true, today }: { mayChange?: boolean; today: string }) {
  const t = useTranslations('pricing')
  if (!mayChange) return <p className="text-sm text-ink-3">{t('mayNot')}</p>
  return (
    <>
      <DateField
        name="day"
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
