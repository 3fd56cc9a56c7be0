'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { draftTexts, type IncidentSummary, nextIncidentStates, nextToPublish } from '~/lib/incidents/client'
import { SaidFields } from '../../_components/said-fields'
import { updateIncidentAction } from '../../actions'

/** Publishes an update, which may change the incident's state or end it. What is measured proposes which. */
export function UpdateForm({ incident }: { incident: IncidentSummary }) {
  const t = useTranslations('incidents')
  const router = useRouter()
  // Remount the form after publishing: the list above shows the text.
  const [said, setSaid] = useState(0)
  return (
    <ActionForm
      key={said}
      action={updateIncidentAction}
      extra={{ incidentId: incident.id }}
      successToast={t('saidToast')}
      onSuccess={() => {
        setSaid(said + 1)
        router.refresh()
      }}
    >
      <SaidFields
        states={nextIncidentStates(incident.state)}
        state={nextToPublish(incident)}
        severity={incident.severity}
        drafts={draftTexts(incident)}
      />
      <SubmitButton>{t('publish')}</SubmitButton>
    </ActionForm>
  )
}
