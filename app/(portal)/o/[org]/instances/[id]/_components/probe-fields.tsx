'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { type ProbeProtocol, type ProbeView, probeProtocols } from '~/lib/resources/client'

/** The fields of a probe, shared by create and edit. */
export function ProbeFields({ probe }: { probe?: ProbeView }) {
  const t = useTranslations('probes')
  const [protocol, setProtocol] = useState<ProbeProtocol>(probe?.protocol ?? 'http')
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        defaultValue={probe?.name ?? ''}
        maxLength={40}
        autoComplete="off"
      />
      <Select
        name="protocol"
        label={t('protocol')}
        hint={t(`protocolHint.${protocol}`)}
        value={protocol}
        options={probeProtocols.map((value) => ({ value, label: t(`protocols.${value}`) }))}
        onChange={(event) => setProtocol(event.currentTarget.value as ProbeProtocol)}
      />
      {protocol !== 'icmp' && (
        <NumberField name="port" label={t('port')} min={1} max={65_535} defaultValue={probe?.port ?? 80} />
      )}
      <NumberField
        name="alertAfter"
        label={t('alertAfter')}
        hint={t('alertAfterHint')}
        min={1}
        max={10}
        defaultValue={probe?.alertAfter ?? 3}
      />
      <Checkbox
        name="alertsByMail"
        label={t('byMail')}
        hint={t('byMailHint')}
        defaultChecked={probe?.alertsByMail ?? true}
      />
    </>
  )
}
