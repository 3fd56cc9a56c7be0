import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CertificatesPage } from '~/lib/resources/client'
import { uploadCertificateAction } from '../actions'
import { PemFields } from './pem-fields'

type Input = Parameters<typeof uploadCertificateAction>[0]
type Props = { organisationId: string; projects: CertificatesPage['projects']; onClose: () => void }

/** A certificate of one's own: its project, its name, its chain and its key. */
export function UploadForm({ organisationId, projects, onClose }: Props) {
  const t = useTranslations('certificates')
  const [first] = projects
  if (!first) return null
  return (
    <Dialog isOpen onClose={onClose} title={t('upload.title')} size="lg">
      <ActionForm<Input, { name: string }>
        action={uploadCertificateAction}
        extra={{ organisationId, ...(projects.length === 1 && { projectId: first.id }) }}
        onSuccess={({ name }) => {
          showToast('ok', t('upload.done', { name }))
          onClose()
        }}
      >
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('column.project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <PemFields />
        <TextField name="name" label={t('column.name')} hint={t('upload.nameHint')} optional maxLength={80} />
        <SubmitButton>{t('upload.submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
