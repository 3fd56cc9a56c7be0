import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'

const steps = ['key', 'bundle', 'connect'] as const

type Props = {
  organisationId: string
  /** Why this person cannot order now. */
  lacks: 'role' | 'second_factor' | null
}

/** For an organisation without resources: the steps to a first server, and the order button or what it lacks. */
export function FirstSteps({ organisationId, lacks }: Props) {
  const t = useTranslations('home.empty')
  return (
    <Card>
      <div className="grid gap-5 p-2">
        <div className="grid gap-1.5">
          <h2 className="text-xl">{t('title')}</h2>
          <p className="max-w-2xl text-ink-2">{t('text')}</p>
        </div>
        <ol className="grid gap-4 md:grid-cols-3">
          {steps.map((step, index) => (
            <li key={step} className="grid content-start gap-1 border-t-2 border-amber pt-3">
              <p className="font-display text-2xl text-ink-3">{index + 1}</p>
              <p className="font-semibold">{t(step)}</p>
              <p className="text-ink-2">{t(`${step}Text`)}</p>
            </li>
          ))}
        </ol>
        {lacks === null && (
          <div className="flex flex-wrap gap-2.5">
            <LinkButton variant="primary" href={routes.org.order(organisationId)}>
              {t('order')}
            </LinkButton>
            <LinkButton href={routes.org.keys(organisationId)}>{t('keys')}</LinkButton>
          </div>
        )}
        {lacks === 'role' && <p className="text-ink-2">{t('readOnly')}</p>}
        {lacks === 'second_factor' && (
          <div className="grid justify-items-start gap-2.5">
            <p className="text-ink-2">{t('secondFactor')}</p>
            <LinkButton variant="primary" href={routes.account.security()}>
              {t('activate')}
            </LinkButton>
          </div>
        )}
      </div>
    </Card>
  )
}
