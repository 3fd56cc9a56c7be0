import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { NumberField } from '~/components/ui/fields/number-field'
import type { BalancerForm } from '~/lib/resources/client'
import type { Draft } from './balancer-draft'
import { HealthFields } from './health-fields'
import { ListenerFields } from './listener-fields'
import { ServerFields } from './server-fields'

type Props = {
  /** Of the names of the fields: `balancer.settings.` in an order, `settings.` in a change. */
  prefix: string
  organisationId: string
  form: Pick<BalancerForm, 'servers' | 'certificates'>
  networkId: string
  draft: Draft
  onChange: (draft: Draft) => void
  /** A question about the ports, below them. */
  children: ReactNode
}

/** What a load balancer receives, and to which servers it goes; the same for an order and a change. */
export function SettingsFields({
  organisationId,
  prefix,
  form,
  networkId,
  draft,
  onChange,
  children,
}: Props) {
  const t = useTranslations('balancers.form')
  return (
    <>
      <Card title={t('receive')}>
        <div className="grid gap-5">
          <ListenerFields
            organisationId={organisationId}
            certificates={form.certificates}
            prefix={`${prefix}listeners.`}
            listeners={draft.listeners}
            onChange={(listeners) => onChange({ ...draft, listeners })}
          />
          <NumberField
            name={`${prefix}pool.serverPort`}
            label={t('serverPort')}
            hint={t('serverPortHint')}
            className="max-w-64"
            min={1}
            max={65_535}
            defaultValue={draft.serverPort}
            onValueChange={(serverPort) => onChange({ ...draft, serverPort })}
          />
          {children}
        </div>
      </Card>
      <ServerFields prefix={prefix} form={form} networkId={networkId} draft={draft} onChange={onChange} />
      <HealthFields prefix={`${prefix}pool.`} draft={draft} onChange={onChange} />
    </>
  )
}
