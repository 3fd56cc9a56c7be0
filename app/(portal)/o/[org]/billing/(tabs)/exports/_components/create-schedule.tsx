'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Icon } from '~/components/ui/display/icon'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import type { ExportFormat, ExportKind, ExportOfferView } from '~/lib/billing/client'
import { createExportScheduleAction } from '../actions'

type Props = { organisationId: string; kinds: ExportOfferView['kinds']; refusal: string | undefined }

const fields = ['endpoint', 'region', 'bucket', 'prefix', 'accessKeyId', 'secretKey'] as const
const noAddress = { endpoint: '', region: '', bucket: '', prefix: '', accessKeyId: '', secretKey: '' }

/** Schedules a monthly export: file and destination. A secret is entered once and never shown. */
export function CreateSchedule({ organisationId, kinds, refusal }: Props) {
  const t = useTranslations('billingExports')
  const [isOpen, setOpen] = useState(false)
  const [kind, setKind] = useState<ExportKind>(kinds[0]?.kind ?? 'documents')
  const formats = kinds.find((each) => each.kind === kind)?.formats ?? []
  const [chosen, setFormat] = useState<ExportFormat | null>(null)
  const format = chosen && formats.includes(chosen) ? chosen : (formats[0] ?? 'csv')
  const [destination, setDestination] = useState<'mail' | 's3'>('mail')
  const [address, setAddress] = useState(noAddress)
  return (
    <>
      <Button size="sm" icon={<Icon name="plus" />} disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('schedules.create')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('schedules.create')}
        confirmLabel={t('schedules.confirm')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const what = { organisationId, kind, format }
          const result = await createExportScheduleAction(
            destination === 'mail' ? { ...what, destination } : { ...what, destination, ...address },
          )
          if (result.ok) setAddress(noAddress)
          return result
        }}
      >
        <FieldContext value={null}>
          <Select
            name="kind"
            label={t('schedules.kind')}
            value={kind}
            options={kinds.map((each) => ({ value: each.kind, label: t(`kind.${each.kind}`) }))}
            onChange={({ currentTarget }) => setKind(currentTarget.value as ExportKind)}
          />
          <Select
            name="format"
            label={t('schedules.format')}
            value={format}
            options={formats.map((each) => ({ value: each, label: t(`format.${each}`) }))}
            onChange={({ currentTarget }) => setFormat(currentTarget.value as ExportFormat)}
          />
          <RadioGroup
            name="destination"
            legend={t('schedules.destination')}
            value={destination}
            onValueChange={(value) => setDestination(value === 's3' ? 's3' : 'mail')}
            options={[
              { value: 'mail', label: t('schedules.mail'), hint: t('schedules.mailHint') },
              { value: 's3', label: t('schedules.s3'), hint: t('schedules.s3Hint') },
            ]}
          />
          {destination === 's3' &&
            fields.map((name) => (
              <TextField
                key={name}
                name={name}
                label={t(`schedules.field.${name}`)}
                hint={t(`schedules.hint.${name}`)}
                value={address[name]}
                mono
                type={name === 'secretKey' ? 'password' : 'text'}
                autoComplete="off"
                maxLength={300}
                {...(name === 'prefix' && { optional: true })}
                onChange={({ currentTarget: { value } }) => setAddress({ ...address, [name]: value })}
              />
            ))}
        </FieldContext>
      </LateConfirmDialog>
    </>
  )
}
