'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { QuoteView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import type { SignActions } from './sign-dialog'

const SignDialog = lazy(async () => ({ default: (await import('./sign-dialog')).SignDialog }))
const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog')).ShareDialog }))

type Of = { organisationId: string; quoteId: string }
type Props = {
  organisationId: string
  quote: QuoteView
  actions: SignActions & {
    share: (input: Of) => Promise<ActionResult<{ url: string }>>
    withdraw: (input: { organisationId: string; id: string }) => Promise<ActionResult<void>>
  }
}

/** Sign, share by link, create a new version, withdraw: depending on permissions. */
export function QuoteActions({ organisationId, quote, actions }: Props) {
  const t = useTranslations('quotes')
  const router = useRouter()
  const [open, setOpen] = useState<'sign' | 'share' | null>(null)
  const close = () => setOpen(null)
  const isOpen = quote.state === 'open'
  const of = { organisationId, quoteId: quote.id }
  return (
    <>
      {quote.mayOrder && isOpen && (
        <Button size="sm" onClick={() => setOpen('share')}>
          {t('share')}
        </Button>
      )}
      {quote.mayOrder && isOpen && (
        <LinkButton
          size="sm"
          href={routes.org.order(organisationId, { from: quote.orderId, quote: quote.id })}
        >
          {t('revise')}
        </LinkButton>
      )}
      {quote.mayWithdraw && (
        <ConfirmButton
          size="sm"
          label={t('withdraw')}
          refusal={undefined}
          title={t('withdrawTitle', { number: quote.number })}
          onConfirm={() => actions.withdraw({ organisationId, id: quote.orderId })}
          done={t('withdrawn')}
          onDone={() => router.refresh()}
        >
          <p>{t('withdrawText')}</p>
        </ConfirmButton>
      )}
      {quote.maySign && (
        <Button size="sm" variant="primary" onClick={() => setOpen('sign')}>
          {t('sign')}
        </Button>
      )}
      <Suspense fallback={null}>
        {open === 'sign' && (
          <SignDialog
            of={of}
            quote={quote}
            actions={actions}
            onClose={close}
            onSigned={({ outcome, orderId }) => {
              showToast('ok', t(outcome === 'ordered' ? 'signedOrdered' : 'signedWaits'))
              router.push(routes.org.orderDetail(organisationId, orderId))
            }}
          />
        )}
        {open === 'share' && (
          <ShareDialog hasLink={quote.hasLink} share={() => actions.share(of)} onClose={close} />
        )}
      </Suspense>
    </>
  )
}
