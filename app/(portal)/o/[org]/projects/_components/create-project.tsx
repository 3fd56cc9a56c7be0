'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Icon } from '~/components/ui/display/icon'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { routes } from '~/lib/routes'
import { createProjectAction } from '../actions'

type Share = '0' | '25' | '50'
type Input = { organisationId: string; name: string; costCentre?: string; sharePercent?: Share }
type Props = { organisationId: string; refusal: string | undefined }

/** Creates a project with a part of the default project's free quota. */
export function CreateProject({ organisationId, refusal }: Props) {
  const t = useTranslations('projects')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
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
      <Dialog isOpen={isOpen} onClose={close} title={t('create')}>
        <ActionForm<Input, { id: string }>
          action={createProjectAction}
          extra={{ organisationId }}
          onSuccess={({ id }) => {
            close()
            showToast('ok', t('created', { name }))
            router.push(routes.org.project(organisationId, id))
          }}
        >
          <TextField
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            name="costCentre"
            label={t('costCentre')}
            hint={t('costCentreHint')}
            optional
            maxLength={40}
            autoComplete="off"
          />
          <RadioGroup
            name="sharePercent"
            legend={t('share')}
            hint={t('shareHint')}
            defaultValue="25"
            options={(['0', '25', '50'] as const).map((value) => ({
              value,
              label: t(`shareOption.${value}`),
            }))}
          />
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
