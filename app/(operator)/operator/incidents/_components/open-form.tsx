'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { openingStates } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'
import { openIncidentAction } from '../actions'
import { StateFields, TextFields, TitleFields } from './said-fields'

/** `now`: the current minute in Paris. */
export function OpenForm({ place, now }: { place: string; now: string }) {
  const t = useTranslations('incidents')
  const router = useRouter()
  return (
    <ActionForm
      action={openIncidentAction}
      extra={{ place }}
      onSuccess={({ id }) => router.push(routes.operator.incident(id))}
    >
      <TitleFields />
      <StateFields states={openingStates} />
      <TextField
        name="startedAt"
        type="datetime-local"
        label={t('field.startedAt')}
        hint={t('field.parisHint')}
        defaultValue={now}
        max={now}
        className="max-w-xs"
      />
      <TextFields />
      <p className="text-sm text-ink-2">{t('openNote')}</p>
      <SubmitButton>{t('openSubmit')}</SubmitButton>
    </ActionForm>
  )
}
