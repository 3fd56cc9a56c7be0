'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { type SignatureKind, signatureKinds } from '~/lib/ordering/client'
import { addSignatureRuleAction } from '../actions'

type Input = {
  organisationId: string
  from: string
  projectId?: string
  costCentre?: string
  kind?: SignatureKind
  approvals: '1' | '2'
}
type Props = { organisationId: string; projects: { id: string; name: string }[]; onClose: () => void }

/** Adds a signature rule. */
export function RuleDialog({ organisationId, projects, onClose }: Props) {
  const t = useTranslations('buying.approvals')
  return (
    <Dialog isOpen onClose={onClose} title={t('addRule')}>
      <ActionForm<Input, void>
        action={addSignatureRuleAction}
        extra={{ organisationId }}
        onSuccess={onClose}
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
  )
}
