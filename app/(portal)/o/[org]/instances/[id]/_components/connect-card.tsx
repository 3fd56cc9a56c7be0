'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { Copyable } from '~/components/ui/copyable'
import { Icon } from '~/components/ui/icon'
import { LinkButton } from '~/components/ui/link-button'
import { type InstanceView, instanceCan } from '~/lib/compute/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; instance: InstanceView; mayOpenConsole: boolean }

/** How to get into the server, or what it takes before one can. */
export function ConnectCard({ organisationId, instance, mayOpenConsole }: Props) {
  const t = useTranslations('compute.connect')
  const isReady = instance.state === 'running' && instance.address !== null
  return (
    <Card title={t('title')}>
      {isReady ? (
        <div className="grid gap-1.5">
          <p className="text-lg">
            <Copyable text={`ssh root@${instance.address}`} what={t('line')} />
          </p>
          <p className="text-sm text-ink-3">{t('text')}</p>
          {mayOpenConsole && instanceCan.console(instance).allowed && (
            <LinkButton
              className="mt-2 w-fit"
              href={routes.org.console(organisationId, instance.id)}
              icon={<Icon name="monitor" size={16} />}
            >
              {t('console')}
            </LinkButton>
          )}
        </div>
      ) : (
        <p className="text-ink-2">{instance.state === 'stopped' ? t('stopped') : t('notYet')}</p>
      )}
    </Card>
  )
}
