'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'

const QuoteDialog = lazy(async () => ({ default: (await import('./quote-dialog')).QuoteDialog }))

type Props = {
  /** The cart is a new version of a quote. */
  isAgain: boolean
  blocked: string | undefined
  isPending: boolean
  onQuote: (validDays: number) => void
}

/** The alternative to ordering: a quote to be signed. */
export function QuoteButton({ isAgain, blocked, isPending, onQuote }: Props) {
  const t = useTranslations('ordering.quote')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button block disabledReason={blocked} pending={isPending} onClick={() => setOpen(true)}>
        {t(isAgain ? 'titleAgain' : 'make')}
      </Button>
      <Suspense fallback={null}>
        {isOpen && (
          <QuoteDialog
            isAgain={isAgain}
            onClose={() => setOpen(false)}
            onQuote={(validDays) => {
              setOpen(false)
              onQuote(validDays)
            }}
          />
        )}
      </Suspense>
    </>
  )
}
