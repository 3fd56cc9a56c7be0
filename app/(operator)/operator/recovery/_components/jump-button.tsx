'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextField } from '~/components/ui/fields/text-field'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { LastNumber } from '~/lib/restoration/client'
import { proposeJumpAction } from '../actions'

type Props = { number: LastNumber; refusal: string | undefined }

/** Proposes that a series goes on behind numbers that were given out before the restore. */
export function JumpButton({ number, refusal }: Props) {
  const t = useTranslations('restoration.jump')
  const router = useRouter()
  const [values, setValues] = useState({ lastNumber: '', reason: '', reference: '' })
  const { sellingEntityId, series, last } = number
  if (!sellingEntityId || !series) return null
  return (
    <ConfirmButton
      size="sm"
      label={t('open')}
      labelInFull={t('openOf', { series })}
      confirmLabel={t('propose')}
      refusal={refusal}
      title={t('title', { series })}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() =>
        proposeJumpAction({
          sellingEntityId,
          series,
          lastNumber: Number(values.lastNumber),
          reason: values.reason,
          reference: values.reference,
        })
      }
      onDone={() => router.refresh()}
    >
      <p>{t('text', { last: last ?? '–' })}</p>
      <FieldContext value={null}>
        {(['lastNumber', 'reason', 'reference'] as const).map((name) => (
          <TextField
            key={name}
            name={name}
            label={t(`field.${name}`)}
            inputMode={name === 'lastNumber' ? 'numeric' : 'text'}
            maxLength={name === 'lastNumber' ? 8 : 500}
            value={values[name]}
            onChange={(event) => {
              const { value } = event.currentTarget
              setValues((was) => ({ ...was, [name]: value }))
            }}
          />
        ))}
      </FieldContext>
    </ConfirmButton>
  )
}
