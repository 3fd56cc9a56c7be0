'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { type IncidentSeverity, type IncidentState, nextIncidentStates } from '~/lib/incidents/client'
import { StateFields, TextFields } from '../../_components/said-fields'
import { updateIncidentAction } from '../../actions'

type Props = { incidentId: string; state: IncidentState; severity: IncidentSeverity }

/** Publishes an update, which may change the incident's state or end it. */
export function UpdateForm({ incidentId, state, severity }: Props) {
  const t = useTranslations('incidents')
  const router = useRouter()
  // Remount an empty form after publishing: the list above shows the text.
  const [said, setSaid] = useState(0)
  return (
    <ActionForm
      key={said}
      action={updateIncidentAction}
      extra={{ incidentId }}
      successToast={t('saidToast')}
      onSuccess={() => {
        setSaid(said + 1)
        router.refresh()
      }}
    >
      <StateFields states={nextIncidentStates(state)} state={state} severity={severity} />
      <TextFields />
      <SubmitButton>{t('publish')}</SubmitButton>
    </ActionForm>
  )
}
