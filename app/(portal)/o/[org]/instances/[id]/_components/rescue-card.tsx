'use client'
import { useTranslations } from 'next-intl'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { rescuePath } from '~/lib/hypervisors/client'
import { type InstanceView, instanceCan } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { Rights } from './rights'
import type { InstanceActs } from './use-instance-actions'

type Props = { organisationId: string; instance: InstanceView; act: InstanceActs; rights: Rights }

/** For a server that no longer boots: entering and leaving its rescue system. */
export default function RescueCard({ organisationId, instance, act, rights }: Props) {
  const t = useTranslations('compute.rescue')
  const reason = useReason(rights.operate)
  const { state } = instance
  if (state === 'stopped' || state === 'entering_rescue') {
    return (
      <Card title={t('offer')}>
        <p className="text-ink-2">{t('offerText', { image: instance.image.name })}</p>
        <Button
          className="mt-3"
          disabledReason={reason(instanceCan.enterRescue(instance))}
          onClick={act.enterRescue}
        >
          {t('enter')}
        </Button>
      </Card>
    )
  }
  return (
    <Card title={t('title')}>
      <p>
        {t.rich('text', {
          folder: rescuePath,
          path: (folder) => <code className="font-mono">{folder}</code>,
        })}
      </p>
      <p className="mt-1.5 text-sm text-ink-2">{t('note')}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {rights.console && instanceCan.console(instance).allowed && (
          <LinkButton
            variant="primary"
            href={routes.org.console(organisationId, instance.id)}
            icon={<Icon name="monitor" size={16} />}
          >
            {t('console')}
          </LinkButton>
        )}
        <Button disabledReason={reason(instanceCan.leaveRescue(instance))} onClick={act.leaveRescue}>
          {t('leave')}
        </Button>
      </div>
    </Card>
  )
}
