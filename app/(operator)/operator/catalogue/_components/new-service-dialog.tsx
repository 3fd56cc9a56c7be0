'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { defineAddressBundleAction, defineBalancerBundleAction } from '../actions'
import { EnglishNameField } from './english-name-field'

const actions = { address: defineAddressBundleAction, balancer: defineBalancerBundleAction }
const texts = {
  address: { label: 'newAddress', done: 'addressCreated', note: 'addressNote' },
  balancer: { label: 'newBalancer', done: 'balancerCreated', note: 'balancerNote' },
} as const

type Props = { kind: keyof typeof texts; position: number }

/** Creates the bundle of public addresses or of load balancers; it is sold once its price is published on its own page. */
export function NewServiceDialog({ kind, position }: Props) {
  const t = useTranslations('pricing')
  const { label, done, note } = texts[kind]
  return (
    <FormDialog
      label={t(label)}
      title={t(label)}
      submit={t('create')}
      done={t(done)}
      action={actions[kind]}
      extra={{ position }}
    >
      <TextField name="name" label={t('field.name')} hint={t('field.nameHint')} maxLength={80} />
      <EnglishNameField />
      <TextField name="slug" label={t('field.slug')} hint={t('field.slugHint')} mono maxLength={60} />
      <p className="text-sm text-ink-2">{t(note)}</p>
    </FormDialog>
  )
}
