'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { ChangeText } from '~/components/ordering/change-text'
import { EngagementList } from '~/components/ordering/engagement-card'
import { HoldEffects } from '~/components/ordering/hold-effects'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextArea } from '~/components/ui/fields/text-area'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { Dialog, mainAct } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { refetchQueries } from '~/components/ui/queries'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { HoldView, OrderView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import type { AnswerCase } from '../../../_components/answer-form'
import { orderKey } from './use-order'
import { WaitNote } from './wait-note'

/** `impossible`: approved, but no longer possible; `postponed`: not possible yet. */
type DecisionOutcome = 'released' | 'refused' | 'waits' | 'postponed' | 'impossible'
export type HoldActions = {
  decide: (input: {
    organisationId: string
    orderId: string
    decision: 'approved' | 'refused'
    contentHash: string
    reason?: string
  }) => Promise<ActionResult<{ outcome: DecisionOutcome }>>
  withdraw: (input: { organisationId: string; id: string }) => Promise<ActionResult<void>>
  answer: AnswerCase
}
type Props = { organisationId: string; order: OrderView; hold: HoldView; actions: HoldActions }

/** The awaited approvers, the exact order, and the decision form for people who may decide. */
export function HoldCard({ organisationId, order, hold, actions }: Props) {
  const t = useTranslations('buying.hold')
  const o = useTranslations('ordering')
  const refusalText = useRefusalText()
  const [isRefusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const [isPending, startTransition] = useTransition()

  const run = (work: () => Promise<ActionResult<unknown>>, said: (data: unknown) => string) =>
    startTransition(async () => {
      const result = await work()
      if (!result.ok) return setError(refusalText(result))
      setRefusing(false)
      setError(undefined)
      showToast('ok', said(result.data))
      await refetchQueries(orderKey(organisationId))
    })
  const decide = (decision: 'approved' | 'refused') =>
    run(
      () =>
        actions.decide({
          organisationId,
          orderId: order.id,
          decision,
          contentHash: hold.contentHash,
          ...(reason.trim() ? { reason } : {}),
        }),
      (data) => {
        const { outcome } = data as { outcome: DecisionOutcome }
        if (outcome === 'released') return t(order.change ? 'approvedChange' : 'approved')
        if (outcome === 'refused') return t(order.change ? 'refusedChange' : 'refused')
        return t(outcome)
      },
    )
  const withdraw = () =>
    run(
      () => actions.withdraw({ organisationId, id: order.id }),
      () => t(order.change ? 'withdrawnChange' : 'withdrawn'),
    )

  return (
    <Card title={t(hold.obstacle ? 'titlePostponed' : 'title')}>
      <div className="grid gap-4">
        {hold.obstacle && (
          <p>
            {o('postponed.waitsFor', { what: o(`obstacle.${hold.obstacle}`) })}. {o('postponed.text')}
          </p>
        )}
        {hold.over.map(({ number, purchaseOrderId, figures }) => (
          <Callout key={number} tone="warn" title={t('over', { number })}>
            {figures && (
              <p>
                {t.rich('overText', {
                  committed: () => <Money cents={BigInt(figures.committedCents)} />,
                  order: () => <Money cents={BigInt(figures.orderCents)} />,
                  ceiling: () => <Money cents={BigInt(figures.ceilingCents)} />,
                })}
              </p>
            )}
            <p className="mt-1">{t('overDo')}</p>
            {figures && (
              <p className="mt-1">
                <TextLink href={routes.org.purchaseOrder(organisationId, purchaseOrderId)}>
                  {t('overLink')}
                </TextLink>
              </p>
            )}
          </Callout>
        ))}
        {hold.reasons.includes('operator') && (
          <WaitNote organisationId={organisationId} wait={hold.wait} answer={actions.answer} />
        )}
        {hold.reasons.includes('approval') && (
          <div>
            <p>{t('needed', { count: hold.approvalsNeeded })}</p>
            {hold.dayCents && (
              <p>{t.rich('day', { sum: () => <Money cents={BigInt(hold.dayCents ?? 0)} /> })}</p>
            )}
            <p className="text-ink-2">
              {hold.askedOf.length > 0 ? (
                <>
                  {t('asked')} {hold.askedOf.join(', ')}
                </>
              ) : (
                t('nobody')
              )}
            </p>
          </div>
        )}
        <p className="text-sm text-ink-2">
          {t('since')} <Timestamp at={new Date(hold.heldAt)} look="long" />.{' '}
          {t(hold.obstacle ? 'untilPostponed' : 'until')}{' '}
          <Timestamp at={new Date(hold.expiresAt)} look="long" />.
        </p>
        <section>
          <h3 className="text-sm font-semibold">{t(order.change ? 'contentChange' : 'content')}</h3>
          {order.change && (
            <p className="mt-1.5">
              <ChangeText change={order.change} />
            </p>
          )}
          {order.lines.length > 0 && (
            <ul className="mt-1.5 divide-y divide-line rounded-control border border-line">
              {order.lines.map((line) => (
                <li key={line.id} className="px-3 py-2">
                  {t('line', { quantity: line.quantity, bundle: line.bundle.name, zone: line.zone.name })}{' '}
                  <span className="font-mono text-sm text-ink-2">{line.name}</span>
                  {line.image && (
                    <span className="block text-sm text-ink-3">{t('image', { image: line.image.name })}</span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h3 className="text-sm font-semibold">{o('engagement.title')}</h3>
          <div className="mt-1.5 rounded-control border border-line">
            <EngagementList engagement={order.engagement} references={order.references} />
          </div>
          <div className="mt-3">
            <HoldEffects effects={hold.effects} />
          </div>
        </section>
        {error && <Callout tone="bad" live title={error} />}
        {(hold.mayDecide || hold.mayRefuse || hold.mayWithdraw) && (
          <div className="flex flex-wrap gap-2">
            {hold.mayDecide && (
              <Button variant="primary" pending={isPending} onClick={() => decide('approved')}>
                {t(order.change ? 'approveChange' : 'approve')}
              </Button>
            )}
            {hold.mayRefuse && <Button onClick={() => setRefusing(true)}>{t('refuse')}</Button>}
            {hold.mayWithdraw && (
              <Button variant="quiet" pending={isPending} onClick={withdraw}>
                {t(order.change ? 'withdrawChange' : 'withdraw')}
              </Button>
            )}
          </div>
        )}
      </div>
      <Dialog
        isOpen={isRefusing}
        onClose={() => setRefusing(false)}
        title={t(order.change ? 'refuseTitleChange' : 'refuseTitle', { number: order.number })}
        footer={
          <Button
            variant="danger"
            pending={isPending}
            {...{ [mainAct]: '' }}
            onClick={() => decide('refused')}
          >
            {t(order.change ? 'refuseChange' : 'confirmRefuse')}
          </Button>
        }
      >
        <p className="mb-3 text-ink-2">{t(order.change ? 'refuseTextChange' : 'refuseText')}</p>
        <TextArea
          name="reason"
          label={t('reason')}
          rows={3}
          maxLength={500}
          value={reason}
          error={error}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Dialog>
    </Card>
  )
}
