'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { DateField } from '~/components/ui/fields/date-field'
import type { QualificationEntry } from '~/lib/qualifications/client'
import type {
  ChangeQualificationInput,
  DeclareQualificationInput,
  WithdrawQualificationInput,
} from '~/lib/qualifications/schema'
import {
  changeQualificationAction,
  declareQualificationAction,
  withdrawQualificationAction,
} from '../actions'
import { absentFields, QualificationFields } from './qualification-fields'

const prove = (proof: string) => confirmStaffIdentityAction({ proof })

export function DeclareQualification({ today }: { today: string }) {
  const t = useTranslations('qualifications')
  return (
    <FormDialog
      label={t('declare')}
      title={t('declare')}
      submit={t('declareSubmit')}
      done={t('declared')}
      size="lg"
      variant="primary"
      prove={prove}
      action={declareQualificationAction}
      prepare={(input: DeclareQualificationInput) => ({ ...absentFields, ...input })}
    >
      <QualificationFields today={today} />
    </FormDialog>
  )
}

type Props = { today: string; entry: QualificationEntry; name: string }

export function ChangeQualification({ today, entry, name }: Props) {
  const t = useTranslations('qualifications')
  return (
    <FormDialog
      label={t('change')}
      labelInFull={t('changeNamed', { name })}
      title={t('changeNamed', { name })}
      submit={t('changeSubmit')}
      done={t('changedDone')}
      size="lg"
      prove={prove}
      action={changeQualificationAction}
      prepare={(input: ChangeQualificationInput) => ({
        ...absentFields,
        ...input,
        qualificationId: entry.id,
        basis: entry.changedAt,
      })}
    >
      <QualificationFields today={today} entry={entry} />
    </FormDialog>
  )
}

export function WithdrawQualification({ today, entry, name }: Props) {
  const t = useTranslations('qualifications')
  return (
    <FormDialog
      label={t('withdraw')}
      labelInFull={t('withdrawNamed', { name })}
      title={t('withdrawNamed', { name })}
      submit={t('withdrawSubmit')}
      done={t('withdrawn')}
      variant="quiet"
      prove={prove}
      action={withdrawQualificationAction}
      prepare={(input: WithdrawQualificationInput) => ({
        ...input,
        qualificationId: entry.id,
        basis: entry.changedAt,
      })}
    >
      <p>{t('withdrawText')}</p>
      <DateField
        name="withdrawnOn"
        label={t('field.withdrawnOn')}
        defaultValue={today}
        min={entry.statusOn}
        max={today}
      />
    </FormDialog>
  )
}
