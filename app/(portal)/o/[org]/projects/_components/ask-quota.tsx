'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { Id } from '~/lib/kernel/ids'
import { type QuotaResource, quotaResources } from '~/lib/kernel/quota-resources'
import type { QuotaView } from '~/lib/resources/client'
import { requestQuotaAction } from '../actions'

type Props = {
  organisationId: string
  project: { id: Id<'project'>; name: string; quotas: readonly QuotaView[] }
  refusal: string | undefined
}
type Input = {
  organisationId: string
  projectId: Id<'project'>
  resource: QuotaResource
  limit: number
  reason: string
}

/** Requests another limit from the operator. */
export function AskQuota({ organisationId, project, refusal }: Props) {
  const t = useTranslations('projects')
  const [isOpen, setOpen] = useState(false)
  const [resource, setResource] = useState<QuotaResource>('vcpu')
  const close = () => setOpen(false)
  const limit = project.quotas.find((each) => each.resource === resource)?.limit ?? 0
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('ask')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('askTitle', { name: project.name })}>
        <ActionForm<Input, unknown>
          action={requestQuotaAction}
          extra={{ organisationId, projectId: project.id }}
          onSuccess={close}
          successToast={t('asked')}
        >
          <p className="text-ink-2">{t('askText')}</p>
          <Select
            name="resource"
            label={t('shareResource')}
            value={resource}
            options={quotaResources.map((value) => ({ value, label: t(`resource.${value}`) }))}
            onChange={(event) => setResource(event.currentTarget.value as QuotaResource)}
          />
          <NumberField
            key={resource}
            name="limit"
            label={t('limit')}
            hint={t('amountHint')}
            min={0}
            max={100_000_000}
            defaultValue={limit}
          />
          <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={1000} rows={4} />
          <SubmitButton>{t('ask')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
