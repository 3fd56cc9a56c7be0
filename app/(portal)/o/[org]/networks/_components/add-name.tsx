'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { Button } from '~/components/ui/links/button'
import type { AddNameForm } from './add-name-form'

type Props = Omit<Parameters<typeof AddNameForm>[0], 'onClose'> & {
  /** A name is being published: the page refreshes. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./add-name-form')).AddNameForm }))

/** Adds a name; its form is loaded on demand. */
export function AddName({ isPending, refusal, ...form }: Props) {
  const t = useTranslations('names')
  const [isOpen, setOpen] = useState(false)
  useRefreshWhile(isPending)
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('add.open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...form} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
