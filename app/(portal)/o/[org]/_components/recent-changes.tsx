import { useTranslations } from 'next-intl'
import { InstanceStatePill, VolumeStatePill } from '~/components/compute/instance-state'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { TextLink } from '~/components/ui/links/text-link'
import type { InstanceState, VolumeState } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Change = {
  id: string
  kind: 'instance' | 'volume'
  resourceId: string
  name: string
  toState: string
  effectiveAt: Date
  health: { since: string } | null
}

/** What became good news is none while the resource does not answer. */
function healthOf({ toState, health }: Change) {
  return ['running', 'available', 'attached'].includes(toState) ? health : null
}

/** Resources that recently reached a new stable state, each with a link. */
export function RecentChanges({
  organisationId,
  changes,
}: {
  organisationId: string
  changes: readonly Change[]
}) {
  const t = useTranslations('home.changes')
  return (
    <Card
      title={t('title')}
      actions={<TextLink href={routes.org.instances(organisationId)}>{t('all')}</TextLink>}
      padded={false}
    >
      {changes.length === 0 && <p className="px-4.5 py-3.5 text-ink-2">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {changes.map((change) => (
          <li key={change.id} className="flex flex-wrap items-center gap-3 px-4.5 py-2.5">
            <Icon name={change.kind === 'instance' ? 'server' : 'disk'} className="text-ink-3" />
            <TextLink
              href={
                change.kind === 'instance'
                  ? routes.org.instance(organisationId, change.resourceId)
                  : routes.org.volume(organisationId, change.resourceId)
              }
            >
              {change.name}
            </TextLink>
            {change.kind === 'instance' ? (
              <InstanceStatePill state={change.toState as InstanceState} health={healthOf(change)} />
            ) : (
              <VolumeStatePill state={change.toState as VolumeState} health={healthOf(change)} />
            )}
            <span className="ml-auto text-sm text-ink-3">
              <RelativeTime at={change.effectiveAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
