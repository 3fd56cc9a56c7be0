'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Explanation } from '~/components/incidents/explanation'
import { TextArea } from '~/components/ui/fields/text-area'
import type { IncidentView } from '~/lib/incidents/client'
import { explainIncidentAction } from '../../actions'

const names = ['rootCauseFr', 'rootCauseEn', 'postMortemFr', 'postMortemEn'] as const
type Texts = Pick<IncidentView, (typeof names)[number]>
type Props = { incident: Texts & { id: string }; mayChange: boolean }

/** Cause and lessons in both languages; read-only without the right to write. */
export function ExplainForm({ incident, mayChange }: Props) {
  const t = useTranslations('incidents')
  const router = useRouter()
  const isEmpty = names.every((name) => !incident[name])
  if (!mayChange)
    return isEmpty ? <p className="text-ink-2">{t('notExplained')}</p> : <Explanation of={incident} />
  return (
    <ActionForm
      action={explainIncidentAction}
      // Send empty fields too: an empty field removes the stored text.
      prepare={(input) => ({ ...Object.fromEntries(names.map((name) => [name, ''])), ...input })}
      extra={{ incidentId: incident.id }}
      successToast={t('explained')}
      onSuccess={() => router.refresh()}
    >
      <div className="grid gap-5 md:grid-cols-2">
        {names.map((name) => (
          <TextArea
            key={name}
            name={name}
            label={t(`field.${name}`)}
            optional
            maxLength={10_000}
            defaultValue={incident[name] ?? ''}
          />
        ))}
      </div>
      <SubmitButton>{t('keep')}</SubmitButton>
    </ActionForm>
  )
}
