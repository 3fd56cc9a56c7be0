'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import type { NameServiceView } from '~/lib/names/client'
import { setNameServiceAction } from '../actions'

type Input = { domain: string; baseUrl: string; key: string; nameServers: string; resolver: string }
type Props = {
  service: NameServiceView | null
  refusal: string | undefined
  variant?: 'primary' | 'secondary'
}

/** The PowerDNS that holds the names. Its key is entered with its address and never shown. */
export function SetService({ service, refusal, variant }: Props) {
  const t = useTranslations('nameService')
  const hasKey = service?.kind === 'powerdns'
  return (
    <FormDialog<Input, void>
      label={service ? t('change') : t('set')}
      title={t('setTitle')}
      submit={t('save')}
      done={t('saved')}
      disabledReason={refusal}
      action={setNameServiceAction}
      prepare={({ key, resolver, ...input }) => ({ ...input, key: key ?? '', resolver: resolver ?? '' })}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      {...(variant && { variant })}
    >
      <TextField
        name="domain"
        label={t('domain')}
        hint={t('domainHint')}
        defaultValue={service?.domain ?? ''}
        mono
        maxLength={150}
      />
      <TextField
        name="nameServers"
        label={t('nameServers')}
        hint={t('nameServersHint')}
        defaultValue={service?.nameServers.join(', ') ?? ''}
        mono
        maxLength={2_000}
      />
      <TextField
        name="baseUrl"
        label={t('baseUrl')}
        hint={t('baseUrlHint')}
        defaultValue={service?.baseUrl ?? 'http://127.0.0.1:8081'}
        mono
        maxLength={300}
      />
      <TextField
        name="key"
        label={t('key')}
        hint={hasKey ? t('keyKept') : t('keyHint')}
        type="password"
        optional={hasKey}
        maxLength={200}
        autoComplete="off"
      />
      <TextField
        name="resolver"
        label={t('resolver')}
        hint={t('resolverHint')}
        defaultValue={service?.resolver ?? ''}
        optional
        mono
        maxLength={60}
      />
    </FormDialog>
  )
}
