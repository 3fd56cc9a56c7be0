'use client'
import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { Icon } from '~/components/ui/display/icon'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import { instanceCan } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; page: InstancePage; mayOpenConsole: boolean }

/** The working ways to connect, the most general first, or what is missing for one. */
export function ConnectCard({ organisationId, page, mayOpenConsole }: Props) {
  const t = useTranslations('compute.connect')
  const { instance } = page
  if (instance.state !== 'running' || instance.address === null)
    return (
      <Card title={t('title')}>
        <p className="text-ink-2">{instance.state === 'stopped' ? t('stopped') : t('notYet')}</p>
      </Card>
    )
  const hasConsole = mayOpenConsole && instanceCan.console(instance).allowed
  const [publicAddress] = page.publicAddresses
  const isOpen = publicAddress !== undefined && page.sshFrom !== 'nowhere'
  return (
    <Card title={t('title')}>
      <div className="grid gap-4">
        {publicAddress && (
          <Way
            address={publicAddress}
            note={page.sshFrom === 'nowhere' ? t('closed') : t(`open.${page.sshFrom}`)}
          >
            {!isOpen && <TextLink href={routes.org.networks(organisationId)}>{t('openInNetworks')}</TextLink>}
          </Way>
        )}
        {hasConsole && (
          <div className="grid gap-1.5">
            <LinkButton
              className="w-fit"
              {...(!isOpen && { variant: 'primary' as const })}
              href={routes.org.console(organisationId, instance.id)}
              icon={<Icon name="monitor" size={16} />}
            >
              {t('console')}
            </LinkButton>
            <p className="text-sm text-ink-3">{t('consoleNote')}</p>
          </div>
        )}
        <Way address={instance.address} note={t('within')}>
          {!publicAddress && <TextLink href={routes.org.networks(organisationId)}>{t('reserve')}</TextLink>}
        </Way>
      </div>
    </Card>
  )
}

function Way({ address, note, children }: { address: string; note: string; children?: React.ReactNode }) {
  const t = useTranslations('compute.connect')
  return (
    <div className="grid gap-1">
      <p className="text-lg">
        <Copyable text={`ssh root@${address}`} what={t('line')} />
      </p>
      <p className="text-sm text-ink-3">
        {note} {children}
      </p>
    </div>
  )
}
