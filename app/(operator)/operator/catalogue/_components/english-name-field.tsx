'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'

/** The name of a bundle in English; empty where the French one serves both languages. */
export function EnglishNameField({ value = '' }: { value?: string }) {
  const t = useTranslations('pricing.field')
  return (
    <TextField
      name="nameEn"
      label={t('nameEn')}
      hint={t('nameEnHint')}
      optional
      maxLength={80}
      defaultValue={value}
    />
  )
}
