'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Icon } from '~/components/ui/display/icon'
import { CheckGroup } from '~/components/ui/fields/check-group'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import {
  type ExportFormat,
  type ExportKind,
  type ExportOfferView,
  type ExportRecipientView,
  usualSendingDay,
} from '~/lib/billing/client'
import { createExportScheduleAction } from '../actions'
import { DayField, FormatField, RecipientsField } from './sending-fields'

type Props = {
  organisationId: string
  kinds: ExportOfferView['kinds']
  members: readonly ExportRecipientView[]
  /** Kinds that a schedule sends already. */
  scheduled: readonly ExportKind[]
  refusal: string | undefined
  label: string
  /** Ticked, and the first of the list. */
  preset?: { kind: ExportKind; format: ExportFormat }
}

const fields = ['endpoint', 'region', 'bucket', 'prefix', 'accessKeyId', 'secretKey'] as const
const noAddress = { endpoint: '', region: '', bucket: '', prefix: '', accessKeyId: '', secretKey: '' }

/** Schedules monthly exports: which ones, when, and to whom. A secret is entered once and never shown. */
export function CreateSchedule({ organisationId, kinds, members, scheduled, refusal, label, preset }: Props) {
  const t = useTranslations('billingExports')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string[]>(preset ? [preset.kind] : [])
  const [formats, setFormats] = useState<Partial<Record<ExportKind, ExportFormat>>>(
    preset ? { [preset.kind]: preset.format } : {},
  )
  const [day, setDay] = useState(usualSendingDay)
  const [recipients, setRecipients] = useState<string[]>(
    members.filter(({ isSelf }) => isSelf).map(({ memberId }) => memberId),
  )
  const [destination, setDestination] = useState<'mail' | 's3'>('mail')
  const [address, setAddress] = useState(noAddress)
  const wanted = kinds.filter(({ kind }) => chosen.includes(kind))
  const formatOf = ({ kind, formats: offered }: (typeof kinds)[number]) =>
    formats[kind] ?? offered[0] ?? 'csv'
  return (
    <>
      <Button size="sm" icon={<Icon name="plus" />} disabledReason={refusal} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('schedules.create')}
        confirmLabel={t('schedules.confirmMany', { count: Math.max(1, wanted.length) })}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const exports = wanted.map((each) => ({ kind: each.kind, format: formatOf(each) }))
          const what = { organisationId, exports, day }
          const result = await createExportScheduleAction(
            destination === 'mail'
              ? { ...what, destination, recipients }
              : { ...what, destination, ...address },
          )
          if (result.ok) setAddress(noAddress)
          return result
        }}
      >
        <FieldContext value={null}>
          <CheckGroup
            name="exports"
            legend={t('schedules.exports')}
            hint={t('schedules.exportsHint')}
            value={chosen}
            onValueChange={setChosen}
            options={[
              ...kinds.filter(({ kind }) => kind === preset?.kind),
              ...kinds.filter(({ kind }) => kind !== preset?.kind),
            ].map(({ kind }) => ({
              value: kind,
              label: t(`kind.${kind}`),
              ...(scheduled.includes(kind) && { note: t('schedules.already') }),
            }))}
          />
          {wanted.map((each) => (
            <FormatField
              key={each.kind}
              kind={each.kind}
              formats={each.formats}
              format={formatOf(each)}
              onChange={(format) => setFormats({ ...formats, [each.kind]: format })}
            />
          ))}
          <DayField day={day} onChange={setDay} />
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
          {destination === 'mail' && (
            <RecipientsField members={members} chosen={recipients} onChange={setRecipients} />
          )}
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
