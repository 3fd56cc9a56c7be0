'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { type BundleEntry, isService } from '~/lib/catalogue/client'
import type { ChangeBundleInput } from '~/lib/catalogue/schema'
import { labelsToText, textToLabels } from '~/lib/datacentre/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { EnglishNameField } from '../../_components/english-name-field'
import { changeBundleAction, sellBundleAction } from '../actions'

type Typed = Omit<ChangeBundleInput, 'requiredLabels'> & { labels?: string }

/** Renames a bundle, sets its placement, or changes whether it is sold. */
export function BundleActions({ bundle }: { bundle: BundleEntry }) {
  const t = useTranslations('pricing')
  const router = useRouter()
  const save = async ({ labels, ...input }: Typed): Promise<ActionResult<void>> => {
    const requiredLabels = textToLabels(labels ?? '')
    if (!requiredLabels)
      return { ok: false, code: 'invalid_input', field: 'labels', params: { reason: 'label_line' } }
    return changeBundleAction({ ...input, requiredLabels })
  }
  const isWithdrawn = bundle.state === 'withdrawn'
  const verb = isWithdrawn ? 'offer' : 'withdraw'
  return (
    <>
      <FormDialog
        label={t('edit')}
        title={t('editNamed', { name: bundle.name })}
        submit={t('save')}
        done={t('saved')}
        action={save}
        extra={{ bundleId: bundle.id }}
      >
        <TextField name="name" label={t('field.name')} maxLength={80} defaultValue={bundle.nameFr} />
        <EnglishNameField value={bundle.nameEn} />
        <NumberField name="position" label={t('field.position')} min={0} defaultValue={bundle.position} />
        {bundle.kind !== 'storage' && !isService(bundle.kind) && (
          <>
            <Select
              name="placement"
              label={t('field.placement')}
              optional
              placeholder={t('placement.zone')}
              defaultValue={bundle.placement ?? ''}
              options={(['spread', 'pack'] as const).map((value) => ({
                value,
                label: t(`placement.${value}`),
              }))}
            />
            <TextArea
              name="labels"
              label={t('field.labels')}
              hint={t('field.labelsHint')}
              mono
              optional
              rows={3}
              defaultValue={labelsToText(bundle.requiredLabels)}
            />
          </>
        )}
      </FormDialog>
      <ConfirmButton
        size="sm"
        label={t(verb)}
        refusal={undefined}
        title={t(`${verb}Named`, { name: bundle.name })}
        onConfirm={() => sellBundleAction({ bundleId: bundle.id, isOnSale: isWithdrawn })}
        done={t('saved')}
        onDone={() => router.refresh()}
      >
        <p>{t(`${verb}Text`, { count: bundle.live })}</p>
      </ConfirmButton>
    </>
  )
}
