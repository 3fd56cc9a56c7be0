'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TagsDialog } from '~/components/compute/tags-dialog'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import type { ProjectSummary } from '~/lib/resources/client'
import { archiveProjectAction, changeProjectAction, tagProjectAction } from '../actions'

type Props = { organisationId: string; project: ProjectSummary; refusal: string | undefined }
type Input = { organisationId: string; projectId: Id<'project'>; name: string; costCentre?: string }

/** Edits name, cost centre and tags, or archives the project. */
export function ProjectActions({ organisationId, project, refusal }: Props) {
  const t = useTranslations('projects')
  const [open, setOpen] = useState<'change' | 'tags' | 'archive' | null>(null)
  const close = () => setOpen(null)
  const { id: projectId, name } = project
  return (
    <>
      <Button disabledReason={refusal} onClick={() => setOpen('change')}>
        {t('change')}
      </Button>
      <Button disabledReason={refusal} onClick={() => setOpen('tags')}>
        {t('tags')}
      </Button>
      {!project.isDefault && (
        <Button disabledReason={refusal} onClick={() => setOpen('archive')}>
          {t('archive')}
        </Button>
      )}
      <Dialog isOpen={open === 'change'} onClose={close} title={t('change')}>
        <ActionForm<Input, void>
          action={changeProjectAction}
          extra={{ organisationId, projectId }}
          onSuccess={close}
          successToast={t('saved')}
        >
          <TextField name="name" label={t('name')} defaultValue={name} maxLength={60} autoComplete="off" />
          <TextField
            name="costCentre"
            label={t('costCentre')}
            hint={t('costCentreHint')}
            optional
            defaultValue={project.costCentre ?? ''}
            maxLength={40}
            autoComplete="off"
          />
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      </Dialog>
      {open === 'tags' && (
        <TagsDialog
          name={name}
          tags={project.tags}
          onClose={close}
          save={(tags) => tagProjectAction({ organisationId, projectId, tags })}
        />
      )}
      <ConfirmDialog
        isOpen={open === 'archive'}
        onClose={close}
        title={t('archiveTitle', { name })}
        confirmLabel={t('archive')}
        danger
        onConfirm={async () => {
          const result = await archiveProjectAction({ organisationId, projectId })
          if (result.ok) showToast('ok', t('archivedToast', { name }))
          return result
        }}
      >
        <p>{t('archiveText')}</p>
      </ConfirmDialog>
    </>
  )
}
