'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { bundleFamilies, volumeClasses } from '~/lib/catalogue/client'
import type { DefineBundleInput } from '~/lib/catalogue/schema'
import { defineBundleAction } from '../actions'
import { EnglishNameField } from './english-name-field'

const mibPerGib = 1_024

/** Creates a bundle; it is sold once its prices are published. */
export function NewBundleDialog({ position }: { position: number }) {
  const t = useTranslations('pricing')
  const tCatalogue = useTranslations('catalogue')
  return (
    <FormDialog
      label={t('newBundle')}
      title={t('newBundle')}
      submit={t('create')}
      done={t('created')}
      size="lg"
      variant="primary"
      action={defineBundleAction}
      extra={{ position }}
      prepare={(input: DefineBundleInput) => ({
        ...input,
        memoryMib: Math.round(input.memoryMib * mibPerGib),
        volumeClass: input.volumeClass ?? null,
      })}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="name" label={t('field.name')} hint={t('field.nameHint')} maxLength={80} />
        <EnglishNameField />
        <TextField name="slug" label={t('field.slug')} hint={t('field.slugHint')} mono maxLength={60} />
        <Select
          name="family"
          label={t('field.family')}
          options={bundleFamilies.map((value) => ({ value, label: tCatalogue(`family.${value}`) }))}
        />
        <Select
          name="instanceType"
          label={t('field.instanceType')}
          options={(['container', 'virtual-machine'] as const).map((value) => ({
            value,
            label: t(`instanceType.${value}`),
          }))}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField name="vcpu" label={tCatalogue('column.vcpu')} min={0} max={256} defaultValue={2} />
        <NumberField
          name="memoryMib"
          label={tCatalogue('column.memory')}
          min={0}
          step={0.125}
          inputMode="decimal"
          defaultValue={4}
        />
        <NumberField name="rootDiskGib" label={tCatalogue('column.disk')} min={0} defaultValue={40} />
        <NumberField name="volumeGib" label={tCatalogue('column.volume')} min={0} defaultValue={0} />
        <Select
          name="volumeClass"
          label={t('field.volumeClass')}
          optional
          options={volumeClasses.map((value) => ({ value, label: tCatalogue(`volumeClass.${value}`) }))}
        />
      </div>
      <p className="text-sm text-ink-2">{t('partsNote')}</p>
    </FormDialog>
  )
}
