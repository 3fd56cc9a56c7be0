import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { CheckGroup } from '~/components/ui/fields/check-group'
import { type BalancerForm, resolvePool } from '~/lib/resources/client'
import { type Draft, offeredServers, settingsOf } from './balancer-draft'

type Props = {
  prefix: string
  form: Pick<BalancerForm, 'servers'>
  networkId: string
  draft: Draft
  onChange: (draft: Draft) => void
}

/** The servers of the pool, by tag or by name, with those that are in it now. */
export function ServerFields({ prefix, form, networkId, draft, onChange }: Props) {
  const t = useTranslations('balancers.form')
  const { servers, tags } = offeredServers(form, networkId)
  // A chosen tag that no server has any more can still be taken out.
  const lonely = draft.tags.filter((tag) => !tags.some(({ text }) => text === tag))
  const inPool = resolvePool(
    settingsOf(draft).pool,
    networkId,
    servers.map(({ cards, ...server }) => ({ ...server, state: 'running', addresses: cards })),
  )
  const nameOf = (id: string) => servers.find((server) => server.id === id)?.name ?? ''
  return (
    <Card title={t('servers')}>
      <div className="grid gap-5">
        {servers.length === 0 && <p className="text-ink-2">{t('noServer')}</p>}
        {tags.length + lonely.length > 0 && (
          <CheckGroup
            name={`${prefix}pool.tags`}
            legend={t('byTag')}
            hint={t('byTagHint')}
            options={[...tags, ...lonely.map((text) => ({ text, count: 0 }))].map(({ text, count }) => ({
              value: text,
              label: <span className="font-mono text-sm">{text}</span>,
              note: t('tagCount', { count }),
            }))}
            value={draft.tags}
            onValueChange={(chosen) => onChange({ ...draft, tags: chosen })}
          />
        )}
        {servers.length > 0 && (
          <CheckGroup
            name={`${prefix}pool.instanceIds`}
            legend={t('byName')}
            options={servers.map(({ id, name, cards }) => ({
              value: id,
              label: name,
              note: (
                <span className="font-mono">
                  {cards.find((card) => card.networkId === networkId)?.address}
                </span>
              ),
            }))}
            value={draft.instanceIds}
            onValueChange={(chosen) =>
              onChange({
                ...draft,
                // Named servers that are not offered any more stay named.
                instanceIds: [
                  ...draft.instanceIds.filter((id) => !servers.some((server) => server.id === id)),
                  ...servers.filter(({ id }) => chosen.includes(id)).map(({ id }) => id),
                ],
              })
            }
          />
        )}
        <div role="status" className="grid gap-1 rounded-control bg-sunken px-3.5 py-3">
          <p className="text-sm font-semibold">
            {t('preview')} ({inPool.length})
          </p>
          {inPool.length === 0 ? (
            <p className="text-sm text-ink-2">{t('previewNone')}</p>
          ) : (
            <p className="wrap-anywhere">{inPool.map(({ instanceId }) => nameOf(instanceId)).join(', ')}</p>
          )}
        </div>
      </div>
    </Card>
  )
}
