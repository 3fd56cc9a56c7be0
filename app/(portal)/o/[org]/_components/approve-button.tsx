'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { fetchJson } from '~/app/_client/fetch-json'
import { inboxQuery } from '~/app/_client/inbox'
import { ChangeText } from '~/components/ordering/change-text'
import { EngagementList } from '~/components/ordering/engagement-card'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { InboxItem } from '~/lib/inbox/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
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

/** Approves an order where it is listed: the dialog shows what it contains and commits to. */
export function ApproveButton({ organisationId, approval, decide }: Props) {
  const t = useTranslations('inbox.approval')
  const queries = useQueryClient()
  const { orderId, number, contentHash } = approval
  return (
    <ConfirmButton
      size="sm"
      variant="primary"
      label={t('act')}
      labelInFull={t('confirmTitle', { number })}
      title={t('confirmTitle', { number })}
      refusal={undefined}
      done={t('done')}
      onConfirm={() => decide({ organisationId, orderId, decision: 'approved', contentHash })}
      onDone={() => void queries.invalidateQueries(inboxQuery(organisationId))}
    >
      <OrderInShort organisationId={organisationId} approval={approval} />
    </ConfirmButton>
  )
}

function OrderInShort({ organisationId, approval }: Omit<Props, 'decide'>) {
  const t = useTranslations('inbox')
  const l = useTranslations('ordering.list')
  const locale = useLocale() as Locale
  const { data } = useQuery({
    queryKey: ['inbox', 'order', approval.orderId],
    queryFn: ({ signal }) =>
      fetchJson<OrderView>(routes.org.live.order(organisationId, approval.orderId), signal),
  })
  if (!data)
    return (
      <p>
        {approval.project} · {formatMoney(BigInt(approval.monthlyCents), locale)}
      </p>
    )
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">
        {t('approval.for', { by: data.placedBy ?? t('approval.unknown'), project: data.project.name })}
      </p>
      <ul className="divide-y divide-line rounded-control border border-line">
        {data.change && (
          <li className="px-3 py-2">
            <ChangeText change={data.change} />
          </li>
        )}
        {data.lines.map((line) => (
          <li key={line.id} className="px-3 py-2">
            {l('line', { quantity: line.quantity, bundle: line.bundle.name, zone: line.zone.name })}{' '}
            <span className="font-mono text-sm text-ink-2">{line.name}</span>
          </li>
        ))}
      </ul>
      <div className="rounded-control border border-line">
        <EngagementList engagement={data.engagement} references={data.references} />
      </div>
    </div>
  )
}
