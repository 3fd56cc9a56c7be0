import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Select } from '~/components/ui/fields/select'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { showToast } from '~/components/ui/overlays/toast'
import { replayEventsAction } from '../actions'

const hours = { hour: 1, day: 24, week: 168, month: 720 } as const
type Period = keyof typeof hours
const periods = Object.keys(hours) as Period[]

type Props = { organisationId: string; endpointId: string; refusal: string | undefined }

/** Sends the events of a period again. */
export function ReplayEvents({ organisationId, endpointId, refusal }: Props) {
  const t = useTranslations('webhooks')
  const [period, setPeriod] = useState<Period>('hour')
  return (
    <ConfirmButton
      size="sm"
      label={t('replay')}
      confirmLabel={t('redeliver')}
      refusal={refusal}
      title={t('replayTitle')}
      onConfirm={async () => {
        const result = await replayEventsAction({ organisationId, endpointId, ...intervalOf(period) })
        if (result.ok) showToast('ok', t('replayed', { count: result.data.events }))
        return result
      }}
    >
      <p className="mb-3">{t('replayText')}</p>
      <FieldContext value={null}>
        <Select
          name="period"
          label={t('period')}
          options={periods.map((each) => ({ value: each, label: t(`periods.${each}`) }))}
          value={period}
          onChange={(event) => setPeriod(event.currentTarget.value as Period)}
        />
      </FieldContext>
    </ConfirmButton>
  )
}

function intervalOf(period: Period): { from: string; until: string } {
  const now = Date.now()
  // Events are kept for the longest period: a minute less, for the way to the server.
  const from = now - hours[period] * 3_600_000 + 60_000
  return { from: new Date(from).toISOString(), until: new Date(now).toISOString() }
}
