'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DateField } from '~/components/ui/fields/date-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import {
  type QualificationEntry,
  qualificationKinds,
  qualificationStatuses,
} from '~/lib/qualifications/client'

type Props = { today: string; entry?: QualificationEntry }

/** Fields that the form leaves out are not given. */
export const absentFields = { name: '', validUntil: '' }

/** What is declared; an obtained qualification needs its body and its reference. */
export function QualificationFields({ today, entry }: Props) {
  const t = useTranslations('qualifications')
  const [kind, setKind] = useState<string>(entry?.kind ?? 'secnumcloud')
  const [status, setStatus] = useState<string>(entry?.status ?? 'planned')
  const isObtained = status === 'obtained'
  const hasValidity = isObtained || status === 'withdrawn'
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          name="kind"
          label={t('field.kind')}
          value={kind}
          onChange={({ target }) => setKind(target.value)}
          options={qualificationKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        {kind === 'other' && (
          <TextField
            name="name"
            label={t('field.name')}
            hint={t('field.nameHint')}
            defaultValue={entry?.name ?? ''}
            maxLength={80}
          />
        )}
        <Select
          name="status"
          label={t('field.status')}
          value={status}
          onChange={({ target }) => setStatus(target.value)}
          options={qualificationStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <DateField
          // Another status has another date, which is not guessed.
          key={status}
          name="statusOn"
          label={t('field.statusOn')}
          hint={t('field.statusOnHint')}
          defaultValue={entry === undefined ? today : status === entry.status ? entry.statusOn : ''}
          max={today}
        />
        {hasValidity && (
          <DateField
            name="validUntil"
            label={t('field.validUntil')}
            hint={t('field.validUntilHint')}
            defaultValue={entry?.validUntil ?? ''}
            optional
          />
        )}
      </div>
      <TextField
        name="scopeFr"
        label={t('field.scopeFr')}
        hint={t('field.scopeHint')}
        defaultValue={entry?.scopeFr ?? ''}
        maxLength={300}
      />
      <TextField
        name="scopeEn"
        label={t('field.scopeEn')}
        defaultValue={entry?.scopeEn ?? ''}
        maxLength={300}
        lang="en"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="body"
          label={t('field.body')}
          hint={t('field.bodyHint')}
          defaultValue={entry?.body ?? ''}
          optional={!isObtained}
          maxLength={120}
        />
        <TextField
          name="reference"
          label={t('field.reference')}
          hint={t('field.referenceHint')}
          defaultValue={entry?.reference ?? ''}
          optional={!isObtained}
          mono
          maxLength={80}
        />
      </div>
      <TextField
        name="link"
        label={t('field.link')}
        hint={t('field.linkHint')}
        defaultValue={entry?.link ?? ''}
        optional
        inputMode="url"
        maxLength={500}
      />
    </>
  )
}
