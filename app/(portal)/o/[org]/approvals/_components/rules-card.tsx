'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { type SignatureKind, signatureKinds } from '~/lib/ordering/client'
import { addSignatureRuleAction, removeSignatureRuleAction } from '../actions'

type Rule = {
  id: string
  fromCents: string
  project: string | null
  costCentre: string | null
  kind: SignatureKind | null
  approvals: number
}
type Input = {
  organisationId: string
  from: string
  projectId?: string
  costCentre?: string
  kind?: SignatureKind
  approvals: '1' | '2'
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
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('addRule')}>
        <ActionForm<Input, void>
          action={addSignatureRuleAction}
          extra={{ organisationId }}
          onSuccess={() => setOpen(false)}
          successToast={t('ruleAdded')}
        >
          <TextField
            name="from"
            label={t('from')}
            hint={t('fromHint')}
            inputMode="decimal"
            maxLength={24}
            suffix="€"
          />
          <Select
            name="projectId"
            label={t('project')}
            optional
            placeholder={t('anyProject')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField name="costCentre" label={t('costCentre')} optional maxLength={60} />
          <Select
            name="kind"
            label={t('kind')}
            optional
            placeholder={t('anyKind')}
            options={signatureKinds.map((kind) => ({
              value: kind,
              label: t(`scope.${kind}`),
            }))}
          />
          <Select
            name="approvals"
            label={t('approvalsField')}
            options={[
              { value: '1', label: t('one') },
              { value: '2', label: t('two') },
            ]}
          />
          <SubmitButton variant="primary">{t('add')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </Card>
  )
}
