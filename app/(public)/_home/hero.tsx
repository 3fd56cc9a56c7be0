import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'
import { Spiral } from './spiral'

/** The night sky at the top of the landing page, from edge to edge. */
export function Hero({ startHref }: { startHref: string }) {
  const t = useTranslations('landing.hero')
  return (
    <section className="on-night relative -mt-8 mx-[calc(50%-50vw)] overflow-hidden bg-night px-[calc(50vw-50%)] text-on-night">
      <Spiral className="pointer-events-none absolute top-1/2 right-[max(-6rem,calc(50vw-50%-8rem))] hidden w-[44rem] -translate-y-1/2 md:block" />
      <div className="relative grid max-w-xl gap-5 py-20 md:py-28">
        <h1 className="text-[2.5rem] leading-[1.08] font-semibold md:text-[3.25rem]">{t('title')}</h1>
        <p className="text-lg text-on-night-muted">{t('lead')}</p>
        <div className="flex flex-wrap gap-3">
          <LinkButton href={startHref} variant="primary" size="lg">
            {t('start')}
          </LinkButton>
          <Link
            href={routes.catalogue()}
            className="inline-flex min-h-12 items-center rounded-control border border-night-3 bg-night-2 px-5 font-semibold hover:bg-night-3"
          >
            {t('catalogue')}
          </Link>
        </div>
      </div>
    </section>
  )
}
