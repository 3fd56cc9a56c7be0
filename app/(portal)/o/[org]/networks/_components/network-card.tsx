import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { NetworkView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import {
  addFirewallRuleAction,
  deleteNetworkAction,
  removeFirewallRuleAction,
  renameNetworkAction,
} from '../actions'
import { AddRule } from './add-rule'
import { NetworkActions } from './network-actions'
import { RemoveRule } from './remove-rule'

type Props = { organisationId: string; network: NetworkView; refusal: string | undefined }

const tones: Record<NetworkView['standing'], Tone> = {
  in_force: 'ok',
  pending: 'info',
  not_in_force: 'bad',
  unverified: 'warn',
}

/** One network: its servers, and its inbound rules. */
export function NetworkCard({ organisationId, network, refusal }: Props) {
  const t = useTranslations('networks')
  const { rules, servers, notInForce } = network
  return (
    <Card
      title={network.name}
      note={t('range', { zone: network.zoneName, project: network.projectName, range: network.range })}
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
            <AddRule
              organisationId={organisationId}
              networkId={network.id}
              network={network.name}
              zone={network.zoneName}
              isPending={network.standing !== 'in_force'}
              refusal={refusal}
              action={addFirewallRuleAction}
            />
          )}
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
        <ScrollRegion isWhole label={t('rules')}>
          <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="px-4.5 pt-3 text-left font-semibold">{t('rules')}</caption>
            <thead>
              <tr>
                {(['protocol', 'ports', 'source', 'description', 'act'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => {
                const ports = rule.ports ?? t('allPorts')
                const source = rule.source === '0.0.0.0/0' ? t('everywhere') : rule.source
                const protocol = t(`protocol.${rule.protocol}`)
                return (
                  <tr key={rule.id}>
                    <th scope="row" className="text-left font-medium">
                      {protocol}
                    </th>
                    <td className="font-mono text-sm">{rule.protocol === 'icmp' ? '–' : ports}</td>
                    <td className="font-mono text-sm">{source}</td>
                    <td>{rule.description}</td>
                    <td>
                      <RemoveRule
                        organisationId={organisationId}
                        ruleId={rule.id}
                        labelInFull={t('removeInFull', { protocol, ports, source })}
                        refusal={refusal}
                        action={removeFirewallRuleAction}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <h3 className="px-4.5 pt-4 font-semibold">{t('servers')}</h3>
      {network.meeting === 'apart' ? (
        <Callout tone="warn" className="mx-4.5 mt-2">
          {t('meeting.apart')}
        </Callout>
      ) : (
        servers.length > 1 && (
          <p className="px-4.5 pt-1 text-sm text-ink-2">{t(`meeting.${network.meeting}`)}</p>
        )
      )}
      <ul className="grid gap-x-6 gap-y-1 px-4.5 py-3 sm:grid-cols-2 lg:grid-cols-3">
        {servers.length === 0 && <li className="text-ink-2">{t('noServer')}</li>}
        {servers.map((server) => (
          <li key={server.id} className="flex flex-wrap gap-x-3">
            <TextLink href={routes.org.instance(organisationId, server.id)}>{server.name}</TextLink>
            <span className="font-mono text-sm text-ink-2">{server.address}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
