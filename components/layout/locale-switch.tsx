'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { keepPreference } from './preference-cookie'

/** Turns the page into the other language, in place: what is typed stays. */
export function LocaleSwitch() {
  const t = useTranslations('shell')
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const other = useLocale() === 'fr' ? 'en' : 'fr'
  return (
    <button
      type="button"
      lang={other}
      aria-busy={isPending}
      className="min-h-9 rounded-control px-2 text-sm text-ink-2 uppercase hover:bg-sunken hover:text-ink"
      onClick={() => {
        keepPreference('locale', other)
        startTransition(() => router.refresh())
      }}
    >
      <span aria-hidden="true">{other}</span>
      <span className="sr-only">{t(`otherLanguage.${other}`)}</span>
    </button>
  )
}
