import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { sendFile } from '~/app/_client/send-file'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { AttachFiles } from '~/components/support/attach-files'
import { useAttachedFiles } from '~/components/support/use-attached-files'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { routes } from '~/lib/routes'
import {
  openableCategories,
  priorityOf,
  responseObjectives,
  type TicketSubjects,
  ticketImpacts,
} from '~/lib/support/client'
import { openTicketAction } from '../actions'

type Props = { organisationId: string; subjects: TicketSubjects; onClose: () => void }
type Input = Parameters<typeof openTicketAction>[0]

/** Subject, impact and first message; then opens the ticket. */
export function TicketForm({ organisationId, subjects, onClose }: Props) {
  const t = useTranslations('support.form')
  const router = useRouter()
  const { attach, uploadIds, waitsFor } = useAttachedFiles()
  const { projects, servers, disks } = subjects
  const resources = [
    ...servers.map(({ id, name }) => ({ value: id, label: t('server', { name }) })),
    ...disks.map(({ id, name }) => ({ value: id, label: t('volume', { name }) })),
  ]
  return (
    <Dialog isOpen onClose={onClose} title={t('title')} size="lg">
      <ActionForm<Input, { ticketId: string; reference: string }>
        action={openTicketAction}
        extra={{ organisationId }}
        prepare={(input) => ({ ...input, files: uploadIds })}
        draftKey={`support:${organisationId}`}
        onSuccess={({ ticketId, reference }) => {
          showToast('ok', t('opened', { reference }))
          router.push(routes.org.ticket(organisationId, ticketId))
        }}
      >
        <TextField name="subject" label={t('subject')} maxLength={120} />
        <Select
          name="category"
          label={t('category')}
          placeholder={t('choose')}
          options={openableCategories.map((value) => ({ value, label: t(`categories.${value}`) }))}
        />
        <RadioGroup
          name="impact"
          legend={t('impact')}
          defaultValue="minor"
          options={ticketImpacts.map((value) => {
            const { hours, isAroundTheClock } = responseObjectives[priorityOf(value)]
            return {
              value,
              label: t(`impacts.${value}`),
              note: isAroundTheClock ? t('withinClock', { hours }) : t('withinBusiness', { hours }),
            }
          })}
        />
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('project')}
            hint={t('projectHint')}
            optional
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {resources.length > 0 && (
          <Select
            name="resourceId"
            label={t('resource')}
            hint={t('resourceHint')}
            optional
            options={resources}
          />
        )}
        <TextArea name="body" label={t('body')} hint={t('bodyHint')} maxLength={10_000} rows={7} />
        <AttachFiles
          {...attach}
          send={(file, onProgress) =>
            sendFile(routes.org.attachToTicket(organisationId, file.name), file, onProgress)
          }
        />
        <SubmitButton disabledReason={waitsFor}>{t('send')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
