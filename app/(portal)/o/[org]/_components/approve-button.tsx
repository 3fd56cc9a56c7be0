'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { fetchJson } from '~/app/_client/fetch-json'
import { inboxQuery } from '~/app/_client/inbox'
import { ChangeText } from '~/components/ordering/change-text'
import { EngagementList } from '~/components/ordering/engagement-card'
import { HoldEffects } from '~/components/ordering/hold-effects'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { InboxItem } from '~/lib/inbox/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { OrderView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

export type Decide = (input: {
  organisationId: string
  orderId: string
  decision: 'approved'
  contentHash: string
}) => Promise<ActionResult<unknown>>
type Approval = Extract<InboxItem, { kind: 'approval' }>
type Props = { organisationId: string; approval: Approval; decide: Decide }

/** Approves an order where it is listed: the dialog shows what it contains and commits to, and waits until it does. */
export function ApproveButton({ organisationId, approval, decide }: Props) {
  const t = useTranslations('inbox.approval')
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const { orderId, number, contentHash } = approval
  const { data, isError } = useQuery({
    queryKey: ['inbox', 'order', orderId],
    queryFn: ({ signal }) => fetchJson<OrderView>(routes.org.live.order(organisationId, orderId), signal),
    enabled: isOpen,
  })
  const approve = async () => {
    const result = await decide({ organisationId, orderId, decision: 'approved', contentHash })
    if (result.ok) {
      showToast('ok', t('done'))
      await queries.invalidateQueries(inboxQuery(organisationId))
    }
    return result
  }
  const title = t('confirmTitle', { number })
  return (
    <>
      <Button size="sm" variant="primary" aria-label={title} onClick={() => setOpen(true)}>
        {t('act')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        confirmLabel={t('act')}
        isFocused
        notYet={data ? undefined : t(isError ? 'unread' : 'reading')}
        onConfirm={approve}
      >
        {data && <OrderInShort order={data} />}
        {!data && <p role="status">{t(isError ? 'unread' : 'reading')}</p>}
      </LateConfirmDialog>
    </>
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
