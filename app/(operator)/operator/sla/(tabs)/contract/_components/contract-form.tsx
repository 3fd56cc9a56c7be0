'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { Select } from '~/components/ui/fields/select'
import type { SelectOption } from '~/components/ui/fields/select-control'
import { TextField } from '~/components/ui/fields/text-field'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ContractVersionView } from '~/lib/sla/client'
import type { PublishContractInput } from '~/lib/sla/schema'
import { previewContractAction, publishContractAction } from '../actions'
import { FormSection } from './form-section'
import { BundleFields, ZoneFields } from './objective-fields'
import { StepFields } from './step-fields'
import { toPercent } from './to-percent'

type Props = { last: ContractVersionView; months: readonly SelectOption[] }
const sections = ['steps', 'bundles', 'zones'] as const
type Section = (typeof sections)[number]
type Shown = { input: PublishContractInput; version: number; validFrom: string }

/** Drafts the next contract version from the last one; previewed, then published with a second factor. */
export function ContractForm({ last, months }: Props) {
  const t = useTranslations('slaOperator.contract')
  const router = useRouter()
  const [shown, setShown] = useState<Shown | null>(null)
  const [open, setOpen] = useState<readonly Section[]>([])
  const { terms } = last
  const section = (name: Section) => ({
    isOpen: open.includes(name),
    onToggle: () => setOpen(open.includes(name) ? open.filter((each) => each !== name) : [...open, name]),
  })
  return (
    <Card title={t('draft')} note={t('draftNote')}>
      <ActionForm
        action={async (input: PublishContractInput) => {
          const result = await previewContractAction(input)
          if (result.ok) setShown({ input, ...result.data })
          // Open all sections: an error may be in a closed one.
          else setOpen(sections)
          return result
        }}
        prepare={(input: PublishContractInput) => ({
          ...input,
          // The first step always refers to the objective.
          steps: Object.values(input.steps).map((step, index) =>
            index === 0 ? { ...step, below: 'objective' } : step,
          ),
          bundles: Object.values(input.bundles),
          zones: Object.values(input.zones ?? {}),
          basis: last.id,
        })}
      >
        <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <Select name="month" label={t('month')} options={months} />
          <TextField
            name="cap"
            label={t('capField')}
            defaultValue={toPercent(terms.creditCapBasisPoints * 100)}
            inputMode="decimal"
            maxLength={9}
          />
          <TextField
            name="noticeHours"
            label={t('notice')}
            defaultValue={terms.maintenance.noticeHours}
            inputMode="numeric"
            maxLength={4}
          />
          <TextField
            name="allowanceMinutes"
            label={t('allowance')}
            defaultValue={terms.maintenance.allowanceMinutesPerMonth}
            inputMode="numeric"
            maxLength={5}
          />
        </div>
        <FormSection title={t('steps')} {...section('steps')}>
          <StepFields steps={terms.creditSteps} />
        </FormSection>
        <FormSection title={t('bundles')} {...section('bundles')}>
          <BundleFields bundles={last.bundles} />
        </FormSection>
        <FormSection title={t('zoneObjectives')} {...section('zones')}>
          <ZoneFields zones={last.zones} />
        </FormSection>
        <SubmitButton>{t('review')}</SubmitButton>
      </ActionForm>
      {shown && (
        <LateConfirmDialog
          isOpen
          onClose={() => setShown(null)}
          title={t('confirmTitle', { version: shown.version })}
          confirmLabel={t('publish')}
          prove={(proof) => confirmStaffIdentityAction({ proof })}
          onConfirm={async () => {
            const result = await publishContractAction(shown.input)
            if (result.ok) {
              showToast('ok', t('done'))
              router.refresh()
            }
            return result
          }}
        >
          <p>{t('confirmText', { month: new Date(`${shown.input.month}-15T12:00:00Z`) })}</p>
        </LateConfirmDialog>
      )}
    </Card>
  )
}
