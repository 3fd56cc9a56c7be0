'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LateFormInDialog } from '~/components/form/late-form-in-dialog'
import { Icon } from '~/components/ui/display/icon'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import type { ProjectChoice } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'
import { createBudgetAction } from '../actions'
import { BudgetFields } from './budget-fields'

type Scope = 'organisation' | 'project' | 'tag'
type Input = {
  organisationId: string
  name: string
  monthlyEuros: number
  thresholds: string
  isHard?: boolean
  projectId?: Id<'project'>
  tag?: string
}
type Props = { organisationId: string; projects: readonly ProjectChoice[]; refusal: string | undefined }

/** Creates a budget for the organisation, a project, or a tag. */
export function CreateBudget({ organisationId, projects, refusal }: Props) {
  const t = useTranslations('budgets')
  const [isOpen, setOpen] = useState(false)
  const [scope, setScope] = useState<Scope>('organisation')
  const close = () => setOpen(false)
  return (
    <>
      <Button
        variant="primary"
        icon={<Icon name="plus" />}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
      >
        {t('create')}
      </Button>
      <LateFormInDialog<Input & { scope?: Scope }, unknown>
        isOpen={isOpen}
        onClose={close}
        title={t('create')}
        submit={t('save')}
        action={({ scope: _scope, ...input }) => createBudgetAction(input)}
        extra={{ organisationId }}
        onSuccess={close}
        successToast={t('created')}
      >
        <Select
          name="scope"
          label={t('scope')}
          value={scope}
          options={(['organisation', 'project', 'tag'] as const).map((value) => ({
            value,
            label: t(`scopes.${value}`),
          }))}
          onChange={(event) => setScope(event.currentTarget.value as Scope)}
        />
        {scope === 'project' && (
          <Select
            name="projectId"
            label={t('project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {scope === 'tag' && (
          <TextField name="tag" label={t('tag')} hint={t('tagHint')} mono maxLength={97} autoComplete="off" />
        )}
        <BudgetFields />
      </LateFormInDialog>
    </>
  )
}
