import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NetworkForm as Offer } from '~/lib/resources/client'

type Input = {
  organisationId: string
  projectId: string
  zoneId: string
  name: string
  range?: string | undefined
  hasExit?: boolean | undefined
}
type Props = Pick<Input, 'organisationId'> & {
  offer: Offer
  onClose: () => void
  action: (input: Input & { isClosed?: boolean }) => Promise<ActionResult<{ range: string }>>
}

/** Name, zone, project if there are several, range where it can be chosen, and whether there is a way out. */
export function NetworkForm({ organisationId, offer, onClose, action }: Props) {
  const t = useTranslations('networks.create')
  const { zones, projects } = offer
  const [zoneId, setZoneId] = useState<string>(zones[0]?.id ?? '')
  const canChooseRange = zones.find(({ id }) => id === zoneId)?.canChooseRange ?? false
  return (
    <Dialog isOpen onClose={onClose} title={t('open')}>
      <ActionForm
        action={action}
        extra={{ organisationId, ...(projects.length === 1 ? { projectId: projects[0]?.id ?? '' } : {}) }}
        prepare={({ range, isClosed, ...input }) => ({
          ...input,
          ...(range ? { range } : {}),
          hasExit: !isClosed,
        })}
        onSuccess={({ range }) => {
          showToast('ok', t('done', { range }))
          onClose()
        }}
      >
        <TextField name="name" label={t('name')} hint={t('nameHint')} maxLength={40} autoComplete="off" />
        <Select
          name="zoneId"
          label={t('zone')}
          options={zones.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` }))}
          value={zoneId}
          onChange={(event) => setZoneId(event.target.value)}
        />
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={projects[0]?.id}
          />
        )}
        {canChooseRange ? (
          <TextField
            name="range"
            label={t('range')}
            hint={t('rangeHint')}
            optional
            mono
            maxLength={18}
            autoComplete="off"
          />
        ) : (
          <p className="text-ink-2">{t('rangeAllotted')}</p>
        )}
        <Checkbox name="isClosed" label={t('closed')} hint={t('closedHint')} />
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
