'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import type { CardOffer } from '~/lib/billing/client'
import type { Id } from '~/lib/kernel/ids'
import { payByCardAction } from '../actions'

type Props = { organisationId: string; documentId: Id<'invoice'>; offer: CardOffer }

/** The unpaid amount with a link to the provider's page; the state of the last attempt updates by itself. */
export function PayByCard({ organisationId, documentId, offer }: Props) {
  const t = useTranslations('cards')
  const refusalText = useRefusalText()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const { openCents, mayPay, latest } = offer
  useRefreshWhile(latest === 'asked' || latest === 'open', ['billing'])
  const pay = () =>
    startTransition(async () => {
      setRefusal(null)
      const result = await payByCardAction({ organisationId, documentId })
      if (result.ok) window.location.assign(result.data.pageUrl)
      else setRefusal(refusalText(result))
    })
  return (
    <Card title={t('title')}>
      <div className="grid gap-3">
        {latest && (
          <p className="text-sm" role="status">
            {t(`latest.${latest}`)}
          </p>
        )}
        <p className="flex justify-between gap-3">
          <span className="text-ink-2">{t('open')}</span>
          <Money cents={BigInt(openCents)} />
        </p>
        {refusal && <Callout tone="bad">{refusal}</Callout>}
        <Button
          variant="primary"
          block
          pending={isPending}
          disabledReason={mayPay ? undefined : t('mayNot')}
          onClick={pay}
        >
          {t('pay')}
        </Button>
        <p className="text-sm text-ink-3">{t('payNote')}</p>
      </div>
    </Card>
  )
}
