'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { Copyable } from '~/components/ui/copyable'
import type { InstanceView } from '~/lib/compute/client'

/** How to get into the server, or what it takes before one can. */
export function ConnectCard({ instance }: { instance: InstanceView }) {
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
        </div>
      ) : (
        <p className="text-ink-2">{instance.state === 'stopped' ? t('stopped') : t('notYet')}</p>
      )}
    </Card>
  )
}
