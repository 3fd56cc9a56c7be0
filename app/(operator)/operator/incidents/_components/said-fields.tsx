'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { type Drafts, type IncidentSeverity, type IncidentState, severities } from '~/lib/incidents/client'

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

type Texts = { textFr: string; textEn: string }
const noTexts: Texts = { textFr: '', textEn: '' }

type SaidProps = {
  states: readonly IncidentState[]
  /** The state that is proposed. */
  state: IncidentState
  severity?: IncidentSeverity
  drafts: Drafts
  /** Between the states and the texts. */
  children?: ReactNode
}

/**
 * State, severity and the public text in both languages. Each text is a draft that follows the chosen state until it is
 * changed.
 */
export function SaidFields({ states, state, severity = 'major', drafts, children }: SaidProps) {
  const t = useTranslations('incidents')
  const draftOf = (of: IncidentState) => drafts[of] ?? noTexts
  const [texts, setTexts] = useState(draftOf(state))
  const [chosen, setChosen] = useState(state)
  /** Only texts that are still the draft follow. */
  const replace = (before: Texts, after: Texts) =>
    setTexts(({ textFr, textEn }) => ({
      textFr: textFr === before.textFr ? after.textFr : textFr,
      textEn: textEn === before.textEn ? after.textEn : textEn,
    }))
  const choose = (next: IncidentState) => {
    replace(draftOf(chosen), draftOf(next))
    setChosen(next)
  }
  // The page has learnt something since: what was typed or chosen stays.
  const [basis, setBasis] = useState({ state, drafts })
  if (basis.state !== state || JSON.stringify(basis.drafts) !== JSON.stringify(drafts)) {
    const next = chosen === basis.state ? state : chosen
    setBasis({ state, drafts })
    replace(basis.drafts[chosen] ?? noTexts, draftOf(next))
    setChosen(next)
  }
  const text = (name: 'textFr' | 'textEn') => (
    <TextArea
      name={name}
      label={t(`field.${name}`)}
      hint={t('field.textHint')}
      minLength={3}
      maxLength={2_000}
      value={texts[name]}
      onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
    />
  )
  return (
    <>
      <div className="grid gap-5 md:grid-cols-2">
        <Select
          name="state"
          label={t('column.state')}
          value={chosen}
          onChange={({ target }) => choose(target.value as IncidentState)}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
        <Select
          name="severity"
          label={t('column.severity')}
          defaultValue={severity}
          options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
      </div>
      {children}
      <div className="grid gap-5 md:grid-cols-2">
        {text('textFr')}
        {text('textEn')}
      </div>
    </>
  )
}
