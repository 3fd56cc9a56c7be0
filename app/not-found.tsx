import { getTranslations } from 'next-intl/server'
import { LinkButton } from '~/components/ui/link-button'
import { routes } from '~/lib/routes'

/** Also what a page answers that may not be seen: the two look the same. */
export default async function NotFound() {
  const t = await getTranslations('auth.problem')
  const home = process.env.SURFACE === 'operator' ? routes.operator.home() : routes.landing()
  return (
    <div className="mx-auto grid max-w-md content-center gap-4 px-4 py-24">
      <h1 className="text-3xl">{t('notFoundTitle')}</h1>
      <p className="text-ink-2">{t('notFoundText')}</p>
      <div>
        <LinkButton href={home}>{t('home')}</LinkButton>
      </div>
    </div>
  )
}
