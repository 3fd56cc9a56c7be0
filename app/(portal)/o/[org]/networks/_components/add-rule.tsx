'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { Button } from '~/components/ui/links/button'
import type { RuleForm } from './rule-form'

type Props = Omit<Parameters<typeof RuleForm>[0], 'onClose'> & {
  /** The hypervisor is not up to date yet: the page refreshes. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./rule-form')).RuleForm }))

/** Opens the rule form, which is loaded on demand. */
export function AddRule({ network, zone, isPending, refusal, ...form }: Props) {
  const t = useTranslations('networks.add')
  const [isOpen, setOpen] = useState(false)
  useRefreshWhile(isPending)
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('openInFull', { network, zone })}
      >
        {t('open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...form} network={network} zone={zone} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
