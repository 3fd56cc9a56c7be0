'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { defineAddressBundleAction } from '../actions'

/** Creates the bundle of public addresses; it is sold once its price is published on its own page. */
export function NewAddressDialog({ position }: { position: number }) {
  const t = useTranslations('pricing')
  return (
    <FormDialog
      label={t('newAddress')}
      title={t('newAddress')}
      submit={t('create')}
      done={t('addressCreated')}
      action={defineAddressBundleAction}
      extra={{ position }}
    >
      <TextField name="name" label={t('field.name')} hint={t('field.nameHint')} maxLength={80} />
      <TextField name="slug" label={t('field.slug')} hint={t('field.slugHint')} mono maxLength={60} />
      <p className="text-sm text-ink-2">{t('addressNote')}</p>
    </FormDialog>
  )
}
