import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NamesPage } from '~/lib/names/client'

type Project = NamesPage['projects'][number]
type Input = {
  organisationId: string
  projectId: Project['id']
  label: string
  addressId?: Project['addresses'][number]['id'] | undefined
  host?: string | undefined
}
type Props = {
  organisationId: string
  projects: NamesPage['projects']
  onClose: () => void
  action: (input: Input) => Promise<ActionResult<{ name: string }>>
}

/** The value of the choice that the list of addresses has besides addresses. */
const alias = 'alias'

/** The name, and where it leads: one of the project's addresses, or another name. */
export function AddNameForm({ organisationId, projects, onClose, action }: Props) {
  const t = useTranslations('names')
  const [projectId, setProjectId] = useState(projects[0]?.id)
  const project = projects.find(({ id }) => id === projectId)
  const [target, setTarget] = useState<string>(project?.addresses[0]?.id ?? alias)
  if (!project) return null
  const chosen = project.addresses.find(({ id }) => id === target)
  return (
    <Dialog isOpen onClose={onClose} title={t('add.title')}>
      <ActionForm<Input, { name: string }>
        action={action}
        extra={{ organisationId, projectId: project.id }}
        prepare={({ host, ...input }) =>
          chosen ? { ...input, addressId: chosen.id } : { ...withoutAddress(input), host }
        }
        onSuccess={({ name }) => {
          showToast('ok', t('add.done', { name }))
          onClose()
        }}
      >
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('column.project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            value={project.id}
            onChange={(event) => {
              const next = projects.find(({ id }) => id === event.target.value)
              setProjectId(next?.id)
              setTarget(next?.addresses[0]?.id ?? alias)
            }}
          />
        )}
        <TextField
          name="label"
          label={t('column.name')}
          hint={t('add.hint', { zone: project.zone })}
          mono
          maxLength={253}
          autoCapitalize="none"
          spellCheck={false}
        />
        <Select
          name="addressId"
          label={t('column.leadsTo')}
          options={[
            ...project.addresses.map(({ id, address, serverName }) => ({
              value: id,
              label: serverName ? `${address} · ${serverName}` : address,
            })),
            { value: alias, label: t('add.alias') },
          ]}
          value={target}
          onChange={(event) => setTarget(event.target.value)}
        />
        {!chosen && (
          <TextField
            name="host"
            label={t('add.host')}
            hint={t('add.hostHint')}
            mono
            maxLength={253}
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        <SubmitButton>{t('add.submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}

function withoutAddress({ addressId: _, ...input }: Input): Input {
  return input
}
