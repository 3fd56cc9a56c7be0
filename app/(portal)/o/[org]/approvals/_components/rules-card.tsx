'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { SignatureKind } from '~/lib/ordering/client'
import { removeSignatureRuleAction } from '../actions'

const RuleDialog = lazy(async () => ({ default: (await import('./rule-dialog')).RuleDialog }))

type Rule = {
  id: string
  fromCents: string
  project: string | null
  costCentre: string | null
  kind: SignatureKind | null
  approvals: number
}
type Props = {
  organisationId: string
  rules: Rule[]
  projects: { id: string; name: string }[]
  refusal: string | undefined
}

/** Signature rules: minimum amount, scope, and number of approvers. */
export function RulesCard({ organisationId, rules, projects, refusal }: Props) {
  useFocusRescue(rules.length)
  const t = useTranslations('buying.approvals')
  const locale = useLocale() as Locale
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [leaving, setLeaving] = useState<Rule | null>(null)
  const textOf = ({ fromCents }: Rule) =>
    BigInt(fromCents) === 0n ? t('anyAmount') : t('rule', { from: formatMoney(BigInt(fromCents), locale) })
  const scopeOf = ({ project, costCentre, kind }: Rule) =>
    [
      ...(project ? [t('scope.project', { name: project })] : []),
      ...(costCentre ? [t('scope.costCentre', { name: costCentre })] : []),
      ...(kind ? [t(`scope.${kind}`)] : []),
    ].join(', ') || t('scope.all')
  const remove = async (ruleId: string) => {
    const result = await removeSignatureRuleAction({ organisationId, ruleId })
    if (result.ok) {
      showToast('ok', t('ruleRemoved'))
      router.refresh()
    }
    return result
  }
  return (
    <Card
      title={t('rules')}
      padded={rules.length === 0}
      actions={
        <Button
          size="sm"
          icon={<Icon name="plus" size={15} />}
          disabledReason={refusal}
          onClick={() => setOpen(true)}
        >
          {t('addRule')}
        </Button>
      }
    >
      {rules.length === 0 ? (
        <p className="text-ink-2">{t('noRule')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {rules.map((rule) => (
            <li key={rule.id} className="flex items-center gap-3 px-4.5 py-2.5">
              <span className="min-w-0 flex-1">
                {textOf(rule)}
                <span className="block text-sm text-ink-2">
                  {scopeOf(rule)} · {t('count', { count: rule.approvals })}
                </span>
              </span>
              {!refusal && (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-label={t('removeRule', { rule: textOf(rule) })}
                  icon={<Icon name="trash" size={15} />}
                  onClick={() => setLeaving(rule)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {leaving && (
        <LateConfirmDialog
          isOpen
          danger
          onClose={() => setLeaving(null)}
          title={t('removeRuleTitle', { rule: textOf(leaving) })}
          confirmLabel={t('removeRuleConfirm')}
          onConfirm={() => remove(leaving.id)}
        >
          <p>{t('removeRuleText', { scope: scopeOf(leaving) })}</p>
        </LateConfirmDialog>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <RuleDialog organisationId={organisationId} projects={projects} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Card>
  )
}
