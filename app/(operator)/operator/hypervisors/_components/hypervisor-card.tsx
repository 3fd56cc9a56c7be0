import { useTranslations } from 'next-intl'
import { Callout, ErrorText } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { DescriptionList } from '~/components/ui/display/description-list'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { HypervisorState, HypervisorView } from '~/lib/hypervisors/client'
import { routes } from '~/lib/routes'
import { confirmHypervisorAction, removeHypervisorAction, rereadHypervisorAction } from '../actions'
import { CardActions } from './card-actions'
import { ChangeList } from './change-list'
import { FoundTable } from './found-table'

const tones: Record<HypervisorState, Tone> = {
  connecting: 'info',
  failed: 'bad',
  found: 'warn',
  confirmed: 'ok',
  removed: 'off',
}

/** One hypervisor: its addresses, a worker's findings, the capacity for sale, and actions. */
export function HypervisorCard({
  hypervisor,
  mayChange,
}: {
  hypervisor: HypervisorView
  mayChange: boolean
}) {
  const t = useTranslations('hypervisors')
  const reasons = useTranslations('errors.reason')
  const { state, facts, decision, failure, zoneId } = hypervisor
  const refused = decision?.outcome === 'refused' ? decision : null
  return (
    <Card
      title={
        zoneId ? (
          <TextLink href={routes.operator.zone(zoneId)}>{hypervisor.zoneName}</TextLink>
        ) : (
          hypervisor.zoneName
        )
      }
      note={<span className="font-mono">{hypervisor.zoneCode}</span>}
      actions={
        <>
          <StatePill tone={tones[state]} busy={state === 'connecting'}>
            {t(`state.${state}`)}
          </StatePill>
          {mayChange && <ChangeList hypervisor={hypervisor} list="addresses" />}
          {mayChange && <ChangeList hypervisor={hypervisor} list="ranges" />}
          {mayChange && (
            <CardActions
              hypervisor={hypervisor}
              reread={rereadHypervisorAction}
              confirm={confirmHypervisorAction}
              remove={removeHypervisorAction}
            />
          )}
        </>
      }
      padded={false}
    >
      <div className="grid gap-4 p-4.5 empty:hidden">
        {state === 'connecting' && !failure && <Callout live>{t('connecting')}</Callout>}
        {failure && <FailureCallout failure={failure} wasRead={facts !== null} />}
        {state === 'found' && !refused && (
          <Callout tone="warn" title={t('foundTitle')}>
            {t('foundText')}
          </Callout>
        )}
        <BlindCallout hypervisor={hypervisor} />
        <ListeningCallout hypervisor={hypervisor} />
        {refused && (
          <Callout tone="bad" title={t('refusedTitle')}>
            {reasons(`hypervisor_${refused.reason}`)}
            {refused.member && ` ${t('refusedMember', { member: refused.member })}`}
          </Callout>
        )}
      </div>
      {facts && (
        <FoundTable
          facts={facts}
          decision={decision}
          vantages={hypervisor.vantages}
          silent={hypervisor.silentMembers}
        />
      )}
      <Facts hypervisor={hypervisor} />
    </Card>
  )
}

function FailureCallout({
  failure,
  wasRead,
}: {
  failure: NonNullable<HypervisorView['failure']>
  wasRead: boolean
}) {
  const t = useTranslations('hypervisors')
  const failures = useTranslations('provisioning.failure')
  return (
    <Callout tone="bad" title={wasRead ? t('failedAgain') : t('failed')}>
      <p>
        {failures(failure.code)} <RelativeTime at={new Date(failure.at)} />
      </p>
      {failure.text && <ErrorText>{failure.text}</ErrorText>}
    </Callout>
  )
}

/** Members without a working agent, and why: orders placed there wait for one. */
function BlindCallout({ hypervisor: { vantages, zoneName } }: { hypervisor: HypervisorView }) {
  const t = useTranslations('hypervisors')
  const blind = vantages?.reports.filter((report) => !report.isUp) ?? []
  if (blind.length === 0) return null
  return (
    <Callout
      tone="warn"
      title={t('blindTitle', { places: blind.map(({ member }) => member ?? zoneName).join(', ') })}
    >
      <p>{t('blindText')}</p>
      {blind.map(({ member, text }) => (
        <ErrorText key={member}>{member === null ? text : `${member}: ${text}`}</ErrorText>
      ))}
    </Callout>
  )
}

/** Members with an API that customers' servers could reach at the bridge of another network. */
function ListeningCallout({ hypervisor: { facts } }: { hypervisor: HypervisorView }) {
  const t = useTranslations('hypervisors')
  const open = facts?.members.filter(({ listensEverywhere }) => listensEverywhere) ?? []
  if (open.length === 0) return null
  return (
    <Callout tone="warn" title={t('listeningTitle', { members: open.map(({ name }) => name).join(', ') })}>
      {t.rich('listeningText', { code: (text) => <code>{text}</code> })}
    </Callout>
  )
}

function Facts({ hypervisor }: { hypervisor: HypervisorView }) {
  const t = useTranslations('hypervisors.fact')
  const { facts, fingerprint, managementRanges, readAt, confirmedAt, vantages } = hypervisor
  const names = (list: readonly string[]) => (list.length === 0 ? t('none') : list.join(', '))
  const items = [
    { term: t('address'), value: <Addresses hypervisor={hypervisor} /> },
    { term: t('ranges'), value: names(managementRanges) },
    {
      term: t('fingerprint'),
      value: <Copyable text={fingerprint} display={`${fingerprint.slice(0, 16)}…`} what={t('fingerprint')} />,
    },
    ...(facts
      ? [
          { term: t('version'), value: `Incus ${facts.version}, ${facts.architectures.join(', ')}` },
          {
            term: t('pools'),
            value: names(facts.pools.map(({ name, driver }) => `${name} (${driver})`)),
          },
          {
            term: t('networks'),
            value: names(facts.networks.map(({ name, type }) => `${name} (${type})`)),
          },
          { term: t('technology'), value: <Technology hypervisor={hypervisor} /> },
          { term: t('images'), value: names(facts.images.map(({ alias }) => alias)) },
        ]
      : []),
    ...(readAt ? [{ term: t('readAt'), value: <RelativeTime at={new Date(readAt)} /> }] : []),
    ...(vantages
      ? [{ term: t('watchedAt'), value: <RelativeTime at={new Date(vantages.checkedAt)} /> }]
      : []),
    ...(confirmedAt ? [{ term: t('confirmedAt'), value: <RelativeTime at={new Date(confirmedAt)} /> }] : []),
  ]
  return <DescriptionList items={items} spread={false} className="border-t border-line" />
}

/** How private networks of the zone are made, and through which network they reach others. */
function Technology({ hypervisor }: { hypervisor: HypervisorView }) {
  const t = useTranslations('hypervisors.technology')
  const { networkTechnology, keepsBridges, facts } = hypervisor
  if (networkTechnology === 'ovn')
    return facts?.uplink ? t('ovn', { uplink: facts.uplink }) : t('ovnWithoutUplink')
  return t(keepsBridges ? 'bridgesKept' : 'bridges')
}

/** In the order in which they are tried; addresses of members show the member's name. */
function Addresses({ hypervisor: { addresses, memberAddresses } }: { hypervisor: HypervisorView }) {
  const memberAt = new Map(memberAddresses.map(({ address, member }) => [address, member]))
  const all = [...new Set([...addresses, ...memberAt.keys()])]
  return (
    <ul className="grid gap-0.5">
      {all.map((address) => (
        <li key={address}>
          <code className="text-sm">{address}</code>{' '}
          {memberAt.has(address) && <span className="text-sm text-ink-3">{memberAt.get(address)}</span>}
        </li>
      ))}
    </ul>
  )
}
