'use client'
import { useTranslations } from 'next-intl'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { type IncidentSeverity, type IncidentState, severities } from '~/lib/incidents/client'

/** The title of an incident in both languages. */
export function TitleFields({ titleFr, titleEn }: { titleFr?: string; titleEn?: string }) {
  const t = useTranslations('incidents.field')
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <TextField name="titleFr" label={t('titleFr')} minLength={3} maxLength={140} defaultValue={titleFr} />
      <TextField name="titleEn" label={t('titleEn')} minLength={3} maxLength={140} defaultValue={titleEn} />
    </div>
  )
}

/** The public text in both languages. */
export function TextFields() {
  const t = useTranslations('incidents.field')
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <TextArea name="textFr" label={t('textFr')} hint={t('textHint')} minLength={3} maxLength={2_000} />
      <TextArea name="textEn" label={t('textEn')} hint={t('textHint')} minLength={3} maxLength={2_000} />
    </div>
  )
}

type StateProps = { states: readonly IncidentState[]; state?: IncidentState; severity?: IncidentSeverity }

/** State and severity. */
export function StateFields({ states, state, severity = 'major' }: StateProps) {
  const t = useTranslations('incidents')
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Select
        name="state"
        label={t('column.state')}
        {...(state && { defaultValue: state })}
        options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <Select
        name="severity"
        label={t('column.severity')}
        defaultValue={severity}
        options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
    </div>
  )
}
