'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { ruleText } from '~/components/firewall/rule-texts'
import { Button } from '~/components/ui/links/button'
import type { RuleDialog } from './rule-dialog'

type Props = Omit<Parameters<typeof RuleDialog>[0], 'onClose' | 'title'> & {
  setName: string
  /** The hypervisor is not up to date yet: the page refreshes. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./rule-dialog')).RuleDialog }))

/** Opens the form of a new rule, or of this one. */
export function RuleButton({ setName, isPending, refusal, ...form }: Props) {
  const t = useTranslations('firewall')
  const [isOpen, setOpen] = useState(false)
  useRefreshWhile(isPending)
  const title = form.rule
    ? t('changeInFull', { rule: ruleText(form.rule, t) })
    : t('addInFull', { name: setName })
  return (
    <>
      <Button
        size="sm"
        variant={form.rule ? 'quiet' : 'secondary'}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={title}
      >
        {t(form.rule ? 'change' : 'add')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...form} title={title} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
