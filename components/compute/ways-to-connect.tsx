'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Breakable } from '~/components/ui/display/breakable'
import { Copyable } from '~/components/ui/display/copyable'
import { Icon } from '~/components/ui/display/icon'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import type { Reach, Way } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** What this person may do about a way that is missing. */
export type ConnectRights = { console: boolean; operate: boolean; order: boolean }

type Props = {
  organisationId: string
  instanceId: string
  reach: Reach
  rights: ConnectRights
  /** The test of these ways. */
  children: ReactNode
}

/** The ways to reach a server, the most general first, each with its command or its obstacle. */
export function WaysToConnect({ organisationId, instanceId, reach, rights, children }: Props) {
  const t = useTranslations('compute.connect')
  if (reach.is !== 'running') return <p className="text-ink-2">{t(`none.${reach.is}`)}</p>
  const { keys, sshServer, ways } = reach
  const hasPublic = ways.some((way) => way.by === 'public' && !way.address.includes(':'))
  const isOpen = ways.some((way) => way.by === 'public' && way.command !== null)
  const networks = routes.org.networks(organisationId)
  return (
    <div className="grid gap-3">
      {ways.map((way) => {
        if (way.by === 'console')
          return (
            rights.console && (
              <div key="console" className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <LinkButton
                  className="w-fit"
                  {...(!isOpen && { variant: 'primary' as const })}
                  href={routes.org.console(organisationId, instanceId)}
                  icon={<Icon name="monitor" size={16} />}
                >
                  {t('console')}
                </LinkButton>
                <p className="text-sm text-ink-3">{t('consoleNote')}</p>
              </div>
            )
          )
        if (way.by === 'name')
          return (
            <AddressWay key="name" way={way} note={<NameNote way={way} hasKeys={keys !== 'none'} />}>
              <TextLink href={networks}>{t('seeNames')}</TextLink>
            </AddressWay>
          )
        if (way.by === 'private')
          return (
            <AddressWay key={way.address} way={way} note={t(`private.${way.is}`)}>
              {way.command !== null && t(`keys.${keys}`)}{' '}
              {!hasPublic && way.is === 'within' && rights.order && (
                <TextLink href={networks}>{t('reserve')}</TextLink>
              )}
            </AddressWay>
          )
        return (
          <AddressWay key={way.address} way={way} note={t(`public.${way.is}`)}>
            {way.command !== null && t(`keys.${keys}`)}{' '}
            {way.is === 'closed' && (
              <TextLink href={networks}>{rights.operate ? t('openInNetworks') : t('seeNetworks')}</TextLink>
            )}
            {linkedWays.includes(way.is) && <TextLink href={networks}>{t('seeNetworks')}</TextLink>}
          </AddressWay>
        )
      })}
      {sshServer !== 'present' && keys !== 'none' && (
        <p className="text-sm text-ink-2">{t(`sshServer.${sshServer}`)}</p>
      )}
      {keys === 'none' && <p className="text-sm text-ink-2">{t('keys.none')}</p>}
      {children}
    </div>
  )
}

/** Obstacles that the networks page explains. */
const linkedWays: readonly string[] = ['rules_pending', 'rules_unsure', 'attach_failing', 'unverified']

/** The note of a name; of one family where SSH does not pass over the other. */
function NameNote({
  way: { command, blocked },
  hasKeys,
}: {
  way: Extract<Way, { by: 'name' }>
  hasKeys: boolean
}) {
  const t = useTranslations('compute.connect.name')
  if (blocked && hasKeys) {
    const { family, is } = blocked
    return (
      <>
        {t('oneFamily', { family: family === 'IPv4' ? 'IPv6' : 'IPv4' })} {t(`other.${is}`, { family })}
      </>
    )
  }
  return t(command === null && hasKeys ? 'blocked' : 'published')
}

function AddressWay({
  way: { command, address },
  note,
  children,
}: {
  way: Exclude<Way, { by: 'console' }>
  note: ReactNode
  children: ReactNode
}) {
  const t = useTranslations('compute.connect')
  return (
    <div className="grid gap-1">
      <p className="text-lg">
        {command === null ? (
          <code className="text-sm wrap-anywhere">
            <Breakable text={address} />
          </code>
        ) : (
          <Copyable text={command} what={t('line')} />
        )}
      </p>
      <p className="text-sm text-ink-3">
        {note} {children}
      </p>
    </div>
  )
}
