'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { Button } from '~/components/ui/links/button'
import type { RuleForm } from './rule-form'

type Props = Omit<Parameters<typeof RuleForm>[0], 'onClose'> & {
  /** The hypervisor has not been told of everything yet: the page follows. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./rule-form')).RuleForm }))

/** The button that opens the form of a rule, which is loaded when it does. */
export function AddRule({ zone, isPending, refusal, ...form }: Props) {
  const t = useTranslations('networks.add')
  const [isOpen, setOpen] = useState(false)
  useRefreshWhile(isPending)
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('openInFull', { zone })}
      >
        {t('open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...form} zone={zone} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
