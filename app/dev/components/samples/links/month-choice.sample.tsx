'use client'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { State } from '../../state'

const months = [
  { key: '2026-12', label: 'décembre 2026', href: '#month-choice' },
  { key: '2026-11', label: 'novembre 2026', href: '#month-choice', note: '3,70 €' },
  { key: '2026-10', label: 'octobre 2026', href: '#month-choice' },
]

export function MonthChoiceSample() {
  return (
    <>
      <State name="between two">
        <MonthChoice label="Mois" months={months} current="2026-11" />
      </State>
      <State name="the latest">
        <MonthChoice label="Mois" months={months} current="2026-12" />
      </State>
      <State name="all">
        <MonthChoice
          label="Mois"
          months={months}
          current=""
          all={{ key: '', label: 'Tous', href: '#month-choice' }}
        />
      </State>
    </>
  )
}
