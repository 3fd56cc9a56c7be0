'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { FormDialog } from '~/components/form/form-dialog'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { DateField } from '~/components/ui/fields/date-field'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ImageEntry } from '~/lib/catalogue/client'
import { changeImageAction, sellImageAction } from '../actions'

/** Renames an image or withdraws it for new servers; existing servers are unaffected. */
export function ImageActions({ image }: { image: ImageEntry }) {
  const t = useTranslations('pricing')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const toggle = () =>
    startTransition(async () => {
      const result = await sellImageAction({ imageId: image.id, isOnSale: !image.isActive })
      if (!result.ok) showToast('bad', refusalText(result))
      else router.refresh()
    })
  const verb = image.isActive ? 'withdraw' : 'offer'
  return (
    <div className="flex justify-end gap-2">
      <FormDialog
        label={t('edit')}
        labelInFull={t('editNamed', { name: image.name })}
        title={t('editNamed', { name: image.name })}
        submit={t('save')}
        done={t('saved')}
        action={changeImageAction}
        extra={{ imageId: image.id }}
      >
        <TextField name="name" label={t('field.name')} maxLength={80} defaultValue={image.name} />
        <DateField name="updatedOn" label={t('field.updatedOn')} defaultValue={image.updatedOn} />
        <NumberField name="position" label={t('field.position')} min={0} defaultValue={image.position} />
        <Checkbox
          name="hasCloudInit"
          label={t('field.hasCloudInit')}
          hint={t('field.hasCloudInitHint')}
          defaultChecked={image.hasCloudInit}
        />
        <Select
          name="hasSsh"
          label={t('field.hasSsh')}
          defaultValue={sshOf(image)}
          options={(['unknown', 'yes', 'no'] as const).map((value) => ({
            value,
            label: t(`sshServer.${value}`),
          }))}
        />
      </FormDialog>
      <Button
        size="sm"
        pending={isPending}
        onClick={toggle}
        aria-label={t(`${verb}Named`, { name: image.name })}
      >
        {t(verb)}
      </Button>
    </div>
  )
}

const sshOf = ({ hasSsh }: ImageEntry) => (hasSsh === null ? 'unknown' : hasSsh ? 'yes' : 'no')
