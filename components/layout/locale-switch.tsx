'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { cx } from '~/components/ui/cx'
import { keepPreference } from './preference-cookie'
import { toolClass } from './tool-class'

/** Switches the page's language in place: inputs are kept. */
export function LocaleSwitch({ onNight }: { onNight?: boolean }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const other = useLocale() === 'fr' ? 'en' : 'fr'
  return (
    <button
      type="button"
      lang={other}
      aria-busy={isPending}
      className={cx('min-h-9 px-2 text-sm uppercase', toolClass(onNight))}
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
