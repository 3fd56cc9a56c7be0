'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
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
  const [open, setOpen] = useState<'sign' | 'share' | 'withdraw' | null>(null)
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
        <Button size="sm" onClick={() => setOpen('withdraw')}>
          {t('withdraw')}
        </Button>
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
      <LateConfirmDialog
        isOpen={open === 'withdraw'}
        onClose={close}
        title={t('withdrawTitle', { number: quote.number })}
        confirmLabel={t('withdraw')}
        onConfirm={async () => {
          const result = await actions.withdraw({ organisationId, id: quote.orderId })
          if (result.ok) {
            close()
            showToast('ok', t('withdrawn'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('withdrawText')}</p>
      </LateConfirmDialog>
    </>
  )
}
