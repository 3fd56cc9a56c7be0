import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { TextLink } from '~/components/ui/links/text-link'
import type { RebalanceView } from '~/lib/placement/client'
import { routes } from '~/lib/routes'

const shownMax = 5

/** Anti-affinity rules that the allowed number of moves cannot repair. */
export function BrokenRules({ broken }: Pick<RebalanceView, 'broken'>) {
  const t = useTranslations('rebalance.broken')
  if (broken.length === 0) return null
  return (
    <Callout tone="warn" title={t('title', { count: broken.length })}>
      <ul className="grid gap-1">
        {broken.slice(0, shownMax).map(({ serverId, server, host }) => (
          <li key={serverId}>
            <span className="font-mono text-sm">{server}</span>{' '}
            <TextLink href={routes.operator.host(host.id)}>{t('on', { host: host.name })}</TextLink>
          </li>
        ))}
      </ul>
      {broken.length > shownMax && <p>{t('more', { count: broken.length - shownMax })}</p>}
    </Callout>
  )
}
