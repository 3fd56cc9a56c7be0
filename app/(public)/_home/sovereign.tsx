import { useTranslations } from 'next-intl'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

/** What a sovereign *centrale numérique* is, in three sentences. */
export function Sovereign() {
  const t = useTranslations('landing.sovereign')
  return (
    <section
      aria-labelledby="sovereign"
      className="grid gap-x-10 gap-y-3 border-b border-line py-12 md:grid-cols-[1fr_2fr]"
    >
      <h2 id="sovereign" className="text-2xl text-balance">
        {t('title')}
      </h2>
      <div className="grid gap-3">
        <p className="text-lg text-pretty text-ink-2">{t('text')}</p>
        <TextLink href={routes.facts()} className="w-fit">
          {t('link')}
        </TextLink>
      </div>
    </section>
  )
}
