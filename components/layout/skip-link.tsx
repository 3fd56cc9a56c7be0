import { useTranslations } from 'next-intl'

/** The first tab stop: skips the menus. */
export function SkipLink() {
  const t = useTranslations('shell')
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-amber px-4 py-2 font-semibold text-on-amber focus:translate-y-0"
    >
      {t('skip')}
    </a>
  )
}
