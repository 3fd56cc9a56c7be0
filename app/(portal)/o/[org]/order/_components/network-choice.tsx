'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { NetworkOffer, OrderChoice } from '~/lib/ordering/client'

type Props = {
  /** The networks of the project in the zone, the default one first. */
  networks: readonly NetworkOffer[]
  choice: OrderChoice
  addressError: string | undefined
  onChange: (part: Partial<OrderChoice>) => void
}

/** The network of the servers where there are several, and a fixed address there, closed until someone wants it. */
export function NetworkChoice({ networks, choice, addressError, onChange }: Props) {
  const t = useTranslations('ordering.network')
  // Emptying the field must not close it.
  const [isTyped, setTyped] = useState(false)
  const chosen = networks.find(({ id }) => id === choice.networkId) ?? networks[0]
  if (!chosen) return null
  const address = choice.privateAddress ?? ''
  return (
    <div className="grid gap-3">
      {networks.length > 1 && (
        <Select
          name="networkId"
          label={t('label')}
          value={chosen.id}
          options={networks.map(({ id, name, range, hasExit }) => ({
            value: id,
            label: t(hasExit ? 'option' : 'closedOption', { name, range }),
          }))}
          onChange={(event) => onChange({ networkId: event.currentTarget.value, privateAddress: '' })}
        />
      )}
      {!chosen.hasExit && choice.hasAddress && (
        <Callout tone="warn" live>
          {t('noExit', { name: chosen.name })}
        </Callout>
      )}
      {choice.quantity === 1 && (
        <Disclosure summary={t('fixed')} {...((isTyped || address !== '') && { open: true })}>
          <TextField
            name="privateAddress"
            label={t('address')}
            hint={t('addressHint', { first: chosen.first, last: chosen.last })}
            optional
            mono
            maxLength={15}
            autoComplete="off"
            value={address}
            error={addressError}
            onChange={(event) => {
              setTyped(true)
              onChange({ networkId: chosen.id, privateAddress: event.currentTarget.value })
            }}
          />
        </Disclosure>
      )}
    </div>
  )
}
