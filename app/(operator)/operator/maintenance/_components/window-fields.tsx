'use client'
import { useTranslations } from 'next-intl'
import { DateField } from '~/components/ui/fields/date-field'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'

export type WindowTexts = {
  titleFr: string
  titleEn: string
  descriptionFr: string
  descriptionEn: string
  /** Minutes in Paris time. */
  startsAt: string
  endsAt: string
}

/** Dates and public texts in both languages. */
export function WindowFields({ of }: { of: Partial<WindowTexts> }) {
  const t = useTranslations('incidents.field')
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <TextField
        name="titleFr"
        label={t('titleFr')}
        minLength={3}
        maxLength={140}
        defaultValue={of.titleFr}
      />
      <TextField
        name="titleEn"
        label={t('titleEn')}
        minLength={3}
        maxLength={140}
        defaultValue={of.titleEn}
      />
      <DateField
        name="startsAt"
        withTime
        label={t('startsAt')}
        hint={t('parisHint')}
        defaultValue={of.startsAt}
      />
      <DateField name="endsAt" withTime label={t('endsAt')} hint={t('parisHint')} defaultValue={of.endsAt} />
      <TextArea
        name="descriptionFr"
        label={t('descriptionFr')}
        minLength={3}
        maxLength={2_000}
        defaultValue={of.descriptionFr}
      />
      <TextArea
        name="descriptionEn"
        label={t('descriptionEn')}
        minLength={3}
        maxLength={2_000}
        defaultValue={of.descriptionEn}
      />
    </div>
  )
}
