import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { LinkButton } from '~/components/ui/links/link-button'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Waiting = { id: string; name: string; state: 'failed' | 'deleted'; purgeAfter: Date | null }

/** Decisions that wait for this person; renders nothing when there are none. */
export function WaitingCard({
  organisationId,
  waiting,
}: {
  organisationId: string
  waiting: readonly Waiting[]
}) {
  const t = useTranslations('home.waiting')
  const locale = useLocale() as Locale
  if (waiting.length === 0) return null
  return (
    <Card title={t('title')} padded={false}>
      <ul className="divide-y divide-line">
        {waiting.map(({ id, name, state, purgeAfter }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4.5 py-2.5">
            <Icon name="alert" className={state === 'failed' ? 'text-bad' : 'text-warn'} />
            <p className="min-w-0 flex-1 basis-48">
              {state === 'failed'
                ? t('failed', { name })
                : t('deleted', { name, until: purgeAfter ? formatDateTime(purgeAfter, locale) : '' })}
            </p>
            <LinkButton size="sm" href={routes.org.instance(organisationId, id)}>
              {t('open')}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
