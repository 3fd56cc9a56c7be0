'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { QuotaRequestView } from '~/lib/budgets/client'
import type { Locale } from '~/lib/kernel/text/format'
import { quotaAmount } from '~/lib/resources/client'
import { withdrawQuotaRequestAction } from '../actions'
import { QuotaWait } from './quota-wait'

const tones = {
  submitted: 'info',
  pending: 'info',
  accepted_by_rule: 'ok',
  accepted: 'ok',
  refused: 'bad',
  withdrawn: 'off',
} as const

type Props = { organisationId: string; requests: readonly QuotaRequestView[]; refusal: string | undefined }

/** Quota requests with their state: who decides, since when, and refusal reasons. */
export function QuotaRequests({ organisationId, requests, refusal }: Props) {
  const t = useTranslations('projects')
  const locale = useLocale() as Locale
  if (requests.length === 0) return null
  return (
    <Card title={t('requests')} padded={false}>
      <ul className="divide-y divide-line">
        {requests.map((request) => (
          <li key={request.id} className="grid gap-1 px-4.5 py-3.5">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
              <span className="font-semibold">
                {t('askedFor', {
                  resource: t(`resource.${request.resource}`),
                  limit: quotaAmount(request.resource, request.limitAsked, locale),
                })}
              </span>
              <StatePill tone={tones[request.state]}>{t(`requestState.${request.state}`)}</StatePill>
              {['submitted', 'pending'].includes(request.state) && (
                <span className="ml-auto">
                  <Withdraw organisationId={organisationId} request={request} refusal={refusal} />
                </span>
              )}
            </span>
            <span className="text-sm text-ink-2">
              {request.requestedBy} · <Timestamp at={new Date(request.createdAt)} />
            </span>
            <p className="whitespace-pre-wrap wrap-anywhere">{request.reason}</p>
            {request.wait && <QuotaWait organisationId={organisationId} wait={request.wait} />}
            {request.answer && (
              <p className="whitespace-pre-wrap text-ink-2 wrap-anywhere">
                {t('answer')} {request.answer}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

type WithdrawProps = { organisationId: string; request: QuotaRequestView; refusal: string | undefined }

function Withdraw({ organisationId, request, refusal }: WithdrawProps) {
  const t = useTranslations('projects')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const withdraw = () =>
    startTransition(async () => {
      const result = await withdrawQuotaRequestAction({ organisationId, requestId: request.id })
      if (result.ok) showToast('ok', t('withdrawn'))
      else showToast('bad', refusalText(result))
    })
  return (
    <Button size="sm" variant="quiet" pending={isPending} disabledReason={refusal} onClick={withdraw}>
      {t('withdraw')}
    </Button>
  )
}
