'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { Id } from '~/lib/kernel/ids'
import { type QuotaResource, quotaResources } from '~/lib/kernel/quota-resources'
import { shareQuotaAction } from '../actions'

type Props = {
  organisationId: string
  project: { id: Id<'project'>; name: string }
  /** Projects that may give quota. */
  others: readonly { id: string; name: string }[]
  refusal: string | undefined
}
type Input = {
  organisationId: string
  fromProjectId: Id<'project'>
  toProjectId: Id<'project'>
  resource: QuotaResource
  amount: number
}

/** Takes a part of another project's quota. */
export function ShareQuota({ organisationId, project, others, refusal }: Props) {
  const t = useTranslations('projects')
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('shareQuota')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('shareTitle', { name: project.name })}>
        <ActionForm<Input, void>
          action={shareQuotaAction}
          extra={{ organisationId, toProjectId: project.id }}
          onSuccess={close}
          successToast={t('shared')}
        >
          <p className="text-ink-2">{t('shareText')}</p>
          <Select
            name="fromProjectId"
            label={t('from')}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            name="resource"
            label={t('shareResource')}
            options={quotaResources.map((value) => ({ value, label: t(`resource.${value}`) }))}
          />
          <NumberField name="amount" label={t('amount')} hint={t('amountHint')} min={1} max={100_000_000} />
          <SubmitButton>{t('shareSubmit')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
