import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { ruleSetTemplates } from '~/lib/resources/client'
import { createRuleSetAction } from '../actions'

type Props = {
  organisationId: string
  projects: readonly { id: `prj_${string}`; name: string }[]
  onClose: () => void
}

/** Name, project if there are several, and the template with its one question. */
export function CreateSetForm({ organisationId, projects, onClose }: Props) {
  const t = useTranslations('firewall.create')
  const templates = useTranslations('firewall.template')
  const [template, setTemplate] = useState<(typeof ruleSetTemplates)[number]>('web')
  return (
    <Dialog isOpen onClose={onClose} title={t('open')}>
      <ActionForm
        action={createRuleSetAction}
        extra={{ organisationId }}
        successToast={t('done')}
        onSuccess={onClose}
      >
        <TextField name="name" label={t('name')} maxLength={60} autoComplete="off" />
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={projects[0]?.id}
          />
        )}
        <RadioGroup
          name="template"
          legend={t('template')}
          options={ruleSetTemplates.map((value) => ({
            value,
            label: templates(`${value}.name`),
            hint: templates(`${value}.text`),
          }))}
          value={template}
          onValueChange={setTemplate}
        />
        {template === 'ssh' && (
          <TextField
            name="address"
            label={t('address')}
            hint={t('addressHint')}
            optional
            mono
            maxLength={100}
          />
        )}
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
