'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { ruleText } from '~/components/firewall/rule-texts'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
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
  useRefreshWhile(isPending, ['resources'])
  const title = form.rule
    ? t('changeInFull', { rule: ruleText(form.rule, t) })
    : t('addInFull', { name: setName })
  return (
    <DialogButton
      size="sm"
      variant={form.rule ? 'quiet' : 'secondary'}
      refusal={refusal}
      label={t(form.rule ? 'change' : 'add')}
      labelInFull={title}
    >
      {(onClose) => <Loaded {...form} title={title} onClose={onClose} />}
    </DialogButton>
  )
}
