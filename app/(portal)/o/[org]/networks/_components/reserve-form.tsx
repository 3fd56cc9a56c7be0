import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useReferences } from '~/app/_client/use-references'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { ReferenceFields } from '~/components/ordering/reference-fields'
import { Select } from '~/components/ui/fields/select'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { AddressReferences, CartReferences, Reserved } from '~/lib/ordering/client'
import type { AddressPage } from '~/lib/resources/client'

type Input = {
  organisationId: string
  idempotencyKey: string
  zoneId: string
  projectId?: string | undefined
  costReferences?: CartReferences | undefined
}
type Props = Pick<Input, 'organisationId'> &
  Pick<AddressPage, 'zones' | 'projects'> & {
    /** Price of a full month. */
    month: string
    /** References required of this buyer, and those of its last order. */
    references: AddressReferences
    onClose: () => void
    action: (input: Input) => Promise<ActionResult<Reserved>>
  }

/** Zone, project if there are several, and the buyer's references. */
export function ReserveForm({ organisationId, zones, projects, month, references, onClose, action }: Props) {
  const t = useTranslations('networks.address')
  // One idempotency key per dialog: a second press gets the response of the first.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [typed, setTyped] = useState(references.usual)
  const rules = useReferences(organisationId, references.rules, typed)
  const accepted = (answer: Reserved) => {
    if (answer.outcome === 'held') showToast('ok', t('held', { number: answer.number }))
    else showToast('ok', t('reserved', { address: answer.address }))
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('reserveTitle')}>
      <ActionForm action={action} extra={{ organisationId, idempotencyKey }} onSuccess={accepted}>
        <Select
          name="zoneId"
          label={t('column.zone')}
          options={zones.map((zone) => ({
            value: zone.id,
            label: t('zoneFree', { zone: `${zone.name} ${zone.code}`, count: zone.free }),
            disabled: zone.free === 0,
          }))}
          defaultValue={zones.find((zone) => zone.free > 0)?.id}
        />
        {projects.length > 1 && (
          <Select
            name="projectId"
            label={t('column.project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={projects[0]?.id}
          />
        )}
        <ReferenceFields rules={rules} value={typed} prefix="costReferences." onChange={setTyped} />
        <p className="text-ink-2">{t('reserveText', { month })}</p>
        <SubmitButton>{t('reserve')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
