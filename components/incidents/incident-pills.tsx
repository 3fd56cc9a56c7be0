import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import {
  type IncidentSeverity,
  type IncidentState,
  incidentTones,
  isLiveIncident,
  type MaintenanceState,
  maintenanceTones,
  severityTones,
} from '~/lib/incidents/client'

/** `repairedAt`: since when everything that the incident touched answers again; a proposal still waits for staff. */
export function IncidentStatePill({
  state,
  repairedAt,
}: {
  state: IncidentState
  repairedAt?: string | null
}) {
  const t = useTranslations('incidents')
  if (repairedAt && state !== 'proposed' && isLiveIncident(state))
    return <StatePill tone="info">{t('answering')}</StatePill>
  return (
    <StatePill tone={incidentTones[state]} busy={isLiveIncident(state)}>
      {t(`state.${state}`)}
    </StatePill>
  )
}

export function SeverityPill({ severity }: { severity: IncidentSeverity }) {
  const t = useTranslations('incidents')
  return <StatePill tone={severityTones[severity]}>{t(`severity.${severity}`)}</StatePill>
}

export function MaintenanceStatePill({ state }: { state: MaintenanceState }) {
  const t = useTranslations('incidents')
  return (
    <StatePill tone={maintenanceTones[state]} busy={state === 'under_way'}>
      {t(`maintenanceState.${state}`)}
    </StatePill>
  )
}
