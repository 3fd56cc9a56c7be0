import { useTranslations } from 'next-intl'
import { RefreshWhile } from '~/app/_client/refresh-while'
import { RuleTable } from '~/components/firewall/rule-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import type { NetworkView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import {
  connectToNetworkAction,
  deleteNetworkAction,
  peerNetworksAction,
  renameNetworkAction,
  unpeerNetworksAction,
} from '../actions'
import { ConnectServer } from './connect-server'
import { NetworkActions } from './network-actions'
import { Peerings } from './peerings'

type Props = { organisationId: string; network: NetworkView; refusal: string | undefined }

const tones: Record<NetworkView['standing'], Tone> = {
  in_force: 'ok',
  pending: 'info',
  not_in_force: 'bad',
  unverified: 'warn',
}

/** One network: its servers, and its own rules. */
export function NetworkCard({ organisationId, network, refusal }: Props) {
  const t = useTranslations('networks')
  const { rules, servers, notInForce } = network
  return (
    <Card
      title={network.name}
      note={t('range', {
        zone: network.zoneName,
        project: network.projectName,
        range: [network.range, ...(network.range6 ? [network.range6] : [])].join(' · '),
      })}
      actions={
        <>
          {network.isDefault && <StatePill tone="off">{t('isDefault')}</StatePill>}
          {!network.hasExit && <StatePill tone="off">{t('noExit')}</StatePill>}
          {network.isDeleting ? (
            <StatePill tone="info" busy>
              {t('manage.deleting')}
            </StatePill>
          ) : (
            <StatePill tone={tones[network.standing]} busy={network.standing === 'pending'}>
              {t(`standing.${network.standing}`)}
            </StatePill>
          )}
          {network.hasExit && !network.isDeleting && (
            <LinkButton
              size="sm"
              href={routes.org.firewall(organisationId, network.ruleSetId)}
              aria-label={t('changeRulesInFull', { network: network.name, zone: network.zoneName })}
            >
              {t('changeRules')}
            </LinkButton>
          )}
          <RefreshWhile topics={['resources']} isMoving={network.standing !== 'in_force'} />
          <NetworkActions
            organisationId={organisationId}
            network={network}
            refusal={refusal}
            rename={renameNetworkAction}
            remove={deleteNetworkAction}
          />
        </>
      }
      padded={false}
    >
      {notInForce && (
        <Callout tone="bad" className="mx-4.5 mt-3" title={t('notInForce.title')} live>
          {t('notInForce.since')} <Timestamp at={new Date(notInForce.since)} />.{' '}
          {notInForce.servers.length > 0
            ? t('notInForce.servers', {
                count: notInForce.servers.length,
                servers: notInForce.servers.join(', '),
              })
            : t('notInForce.text')}{' '}
          {t(notInForce.waitsForStaff ? 'notInForce.decided' : 'notInForce.retried')}
        </Callout>
      )}
      {network.standing === 'unverified' && (
        <Callout tone="warn" className="mx-4.5 mt-3">
          {t('unverified')}
        </Callout>
      )}
      {rules.length === 0 && (
        <>
          <h3 className="px-4.5 pt-3 font-semibold">{t('rules')}</h3>
          <p className="px-4.5 pt-2 text-ink-2">
            {network.hasExit ? t(network.standing === 'in_force' ? 'noRule' : 'noRulePending') : t('sealed')}
          </p>
        </>
      )}
      {rules.length > 0 && (
        <>
          <h3 className="px-4.5 pt-3 pb-1 font-semibold">{t('rules')}</h3>
          <RuleTable caption={t('rules')} rules={rules} />
        </>
      )}
      {network.ruleSets.length > 0 && (
        <p className="px-4.5 pt-3">
          {t('sets')}{' '}
          {network.ruleSets.map((set, index) => (
            <span key={set.id}>
              {index > 0 && ', '}
              <TextLink href={routes.org.firewall(organisationId, set.id)}>{set.name}</TextLink>
            </span>
          ))}
        </p>
      )}
      {!network.isDeleting && (
        <Peerings
          organisationId={organisationId}
          network={network}
          refusal={refusal}
          peer={peerNetworksAction}
          unpeer={unpeerNetworksAction}
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-3 px-4.5 pt-4">
        <h3 className="font-semibold">{t('servers')}</h3>
        {!network.isDeleting && (
          <ConnectServer
            organisationId={organisationId}
            network={network}
            refusal={refusal}
            action={connectToNetworkAction}
          />
        )}
      </div>
      {network.meeting === 'apart' ? (
        <Callout tone="warn" className="mx-4.5 mt-2">
          {t('meeting.apart')}
        </Callout>
      ) : (
        servers.length > 1 && (
          <p className="px-4.5 pt-1 text-sm text-ink-2">{t(`meeting.${network.meeting}`)}</p>
        )
      )}
      <ul className="grid gap-x-6 gap-y-2 px-4.5 py-3 sm:grid-cols-2 lg:grid-cols-3">
        {servers.length === 0 && <li className="text-ink-2">{t('noServer')}</li>}
        {servers.map((server) => (
          <li key={server.id} className="grid content-start justify-items-start">
            <span className="flex flex-wrap items-center gap-x-3">
              <TextLink href={routes.org.instance(organisationId, server.id)}>{server.name}</TextLink>
              {!server.isFirstCard && <StatePill tone="off">{t('furtherCard')}</StatePill>}
            </span>
            <span className="font-mono text-sm wrap-anywhere text-ink-2">
              {[server.address, ...(server.address6 ? [server.address6] : [])].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
