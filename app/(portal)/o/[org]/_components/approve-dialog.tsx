'use client'
import { useTranslations } from 'next-intl'
import { fetchJson } from '~/app/_client/fetch-json'
import { inboxQuery } from '~/app/_client/inbox'
import { ChangeText } from '~/components/ordering/change-text'
import { EngagementList } from '~/components/ordering/engagement-card'
import { HoldEffects } from '~/components/ordering/hold-effects'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { refetchQueries, useQuery } from '~/components/ui/queries'
import type { OrderView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import type { ApprovalProps } from './approval-props'

/** Shows what the order contains and commits to, and waits until it does. */
export function ApproveDialog({
  organisationId,
  approval,
  decide,
  onClose,
}: ApprovalProps & { onClose: () => void }) {
  const t = useTranslations('inbox.approval')
  const { orderId, number, contentHash } = approval
  const { data, isError } = useQuery({
    queryKey: ['inbox', 'order', orderId],
    queryFn: ({ signal }) => fetchJson<OrderView>(routes.org.live.order(organisationId, orderId), signal),
  })
  const approve = async () => {
    const result = await decide({ organisationId, orderId, decision: 'approved', contentHash })
    if (result.ok) {
      showToast('ok', t('done'))
      await refetchQueries(inboxQuery(organisationId).queryKey)
    }
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('confirmTitle', { number })}
      confirmLabel={t('act')}
      isFocused
      notYet={data ? undefined : t(isError ? 'unread' : 'reading')}
      onConfirm={approve}
    >
      {data && <OrderInShort order={data} />}
      {!data && <p role="status">{t(isError ? 'unread' : 'reading')}</p>}
    </ConfirmDialog>
  )
}

function OrderInShort({ order }: { order: OrderView }) {
  const t = useTranslations('inbox.approval')
  const l = useTranslations('ordering.list')
  const { change, lines, engagement, references, hold } = order
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">
        {t('for', { by: order.placedBy ?? t('unknown'), project: order.project.name })}
      </p>
      <ul className="divide-y divide-line rounded-control border border-line">
        {change && (
          <li className="px-3 py-2">
            <ChangeText change={change} />
          </li>
        )}
        {lines.map((line) => (
          <li key={line.id} className="px-3 py-2">
            {l('line', { quantity: line.quantity, bundle: line.bundle.name, zone: line.zone.name })}{' '}
            <span className="font-mono text-sm text-ink-2">{line.name}</span>
          </li>
        ))}
      </ul>
      <div className="rounded-control border border-line">
        <EngagementList engagement={engagement} references={references} />
      </div>
      <HoldEffects effects={hold?.effects ?? []} />
    </div>
  )
}
