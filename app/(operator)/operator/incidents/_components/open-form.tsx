'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { DateField } from '~/components/ui/fields/date-field'
import { draftTexts, openingStates, type PlacePreview, proposalTitle } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'
import { openIncidentAction } from '../actions'
import { SaidFields, TitleFields } from './said-fields'

/** `now`: the current minute in Paris. */
export function OpenForm({ place, now }: { place: PlacePreview; now: string }) {
  const t = useTranslations('incidents')
  const router = useRouter()
  return (
    <ActionForm
      action={openIncidentAction}
      extra={{ place: place.key }}
      onSuccess={({ id }) => router.push(routes.operator.incident(id))}
    >
      <TitleFields {...proposalTitle(place.domain, place.zone ?? place.domainId)} />
      <SaidFields
        states={openingStates}
        state="investigating"
        drafts={draftTexts({ ...place, startedAt: null, repairedAt: null })}
      >
        <DateField
          name="startedAt"
          withTime
          label={t('field.startedAt')}
          hint={t('field.parisHint')}
          defaultValue={now}
          max={now}
          className="max-w-xs"
        />
      </SaidFields>
      <p className="text-sm text-ink-2">{t('openNote')}</p>
      <SubmitButton>{t('openSubmit')}</SubmitButton>
    </ActionForm>
  )
}
