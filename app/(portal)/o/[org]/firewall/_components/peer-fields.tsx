import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { PeerView, ProjectFirewall, RuleView } from '~/lib/resources/client'

export type Offered = Pick<ProjectFirewall, 'networks' | 'servers' | 'tags'>
type Props = { direction: RuleView['direction']; rule: RuleView | undefined; offered: Offered }

const peerKinds = ['anywhere', 'cidr', 'server', 'tag', 'network'] as const
const localKinds = ['all', 'server', 'tag'] as const

/** The other side of the connection, and the servers that the rule concerns. */
export function PeerFields({ direction, rule, offered }: Props) {
  const t = useTranslations('firewall')
  const [kind, setKind] = useState<PeerView['kind']>(rule?.peer.kind ?? 'cidr')
  const [local, setLocal] = useState<(typeof localKinds)[number]>(rule?.local?.kind ?? 'all')
  const peer = rule?.peer
  return (
    <>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <Select
          name="edit.rule.peer.kind"
          label={t(direction === 'in' ? 'form.from' : 'form.to')}
          options={peerKinds.map((value) => ({
            value,
            label: t(`form.kind.${value}`),
            disabled: isMissing(value, offered),
          }))}
          value={kind}
          onChange={(event) =>
            setKind(peerKinds.find((each) => each === event.currentTarget.value) ?? 'cidr')
          }
        />
        {kind === 'cidr' ? (
          <TextField
            name="edit.rule.peer.cidr"
            label={t('form.range')}
            hint={t('form.rangeHint')}
            defaultValue={peer?.kind === 'cidr' ? peer.cidr : ''}
            mono
            maxLength={100}
            autoComplete="off"
          />
        ) : (
          <NamedField name="edit.rule.peer" kind={kind} chosen={peer} offered={offered} />
        )}
      </div>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <Select
          name="edit.rule.local.kind"
          label={t('column.local')}
          options={localKinds.map((value) => ({
            value,
            label: value === 'all' ? t('allServers') : t(`form.kind.${value}`),
            disabled: value !== 'all' && isMissing(value, offered),
          }))}
          value={local}
          onChange={(event) =>
            setLocal(localKinds.find((each) => each === event.currentTarget.value) ?? 'all')
          }
        />
        {local !== 'all' && (
          <NamedField
            name="edit.rule.local"
            kind={local}
            chosen={rule?.local ?? undefined}
            offered={offered}
          />
        )}
      </div>
    </>
  )
}

const isMissing = (kind: PeerView['kind'], { networks, servers, tags }: Offered) =>
  (kind === 'server' && servers.length === 0) ||
  (kind === 'network' && networks.length === 0) ||
  (kind === 'tag' && tags.length === 0)

type NamedProps = { name: string; kind: PeerView['kind']; chosen: PeerView | undefined; offered: Offered }

/** Chooses a server, a tag or a network; one that is no longer offered stays as it is. */
function NamedField({ name, kind, chosen, offered }: NamedProps) {
  const t = useTranslations('firewall')
  if (kind !== 'server' && kind !== 'network' && kind !== 'tag') return null
  const options =
    kind === 'tag'
      ? offered.tags.map(({ key, value }) => ({ value: `${key}=${value}`, label: `${key}=${value}` }))
      : offered[kind === 'server' ? 'servers' : 'networks'].map((each) => ({
          value: each.id,
          label: each.name,
        }))
  const current = chosen?.kind === kind ? toOption(chosen) : null
  const isOffered = current === null || options.some(({ value }) => value === current.value)
  return (
    <Select
      key={kind}
      name={`${name}.${kind}`}
      label={t(`form.kind.${kind}`)}
      options={isOffered ? options : [current, ...options]}
      defaultValue={current?.value ?? options[0]?.value}
    />
  )
}

function toOption(peer: PeerView): { value: string; label: string } | null {
  if (peer.kind === 'tag') {
    const text = `${peer.key}=${peer.value}`
    return { value: text, label: text }
  }
  return peer.kind === 'server' || peer.kind === 'network' ? { value: peer.id, label: peer.name } : null
}
