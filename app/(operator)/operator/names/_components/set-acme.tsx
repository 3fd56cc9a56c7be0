'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import type { AcmePage } from '~/lib/resources/client'
import { setAcmeAction } from '../actions'

type Input = { directoryUrl: string; contact: string; authorities: string; resolver: string }

/** The directory, and whom its authority writes to. Our account there is made by itself. */
export function SetAcme({ acme, refusal }: { acme: AcmePage | null; refusal: string | undefined }) {
  const t = useTranslations('acme')
  return (
    <FormDialog<Input, void>
      label={acme ? t('change') : t('set')}
      labelInFull={t('setTitle')}
      title={t('setTitle')}
      submit={t('save')}
      done={t('saved')}
      disabledReason={refusal}
      action={setAcmeAction}
      prepare={({ authorities, resolver, ...input }) => ({
        ...input,
        authorities: authorities ?? '',
        resolver: resolver ?? '',
      })}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
    >
      <TextField
        name="directoryUrl"
        label={t('directoryUrl')}
        hint={t('directoryUrlHint')}
        defaultValue={acme?.directoryUrl ?? ''}
        type="url"
        mono
        maxLength={300}
      />
      <TextField
        name="contact"
        label={t('contact')}
        hint={t('contactHint')}
        defaultValue={acme?.contact ?? ''}
        type="email"
        maxLength={200}
      />
      <TextField
        name="resolver"
        label={t('resolver')}
        hint={t('resolverHint')}
        defaultValue={acme?.resolver ?? ''}
        optional
        mono
        maxLength={60}
      />
      <TextArea
        name="authorities"
        label={t('authorities')}
        hint={t('authoritiesHint')}
        defaultValue={acme?.authorities ?? ''}
        optional
        mono
      />
    </FormDialog>
  )
}
