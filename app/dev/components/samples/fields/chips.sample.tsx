'use client'
import { CheckChip, LinkChips } from '~/components/ui/fields/chips'
import { State } from '../../state'

export function ChipsSample() {
  return (
    <>
      <State name="CheckChip, off and on">
        <div className="flex gap-2">
          <CheckChip label="Pas dans la même baie" />
          <CheckChip label="Pas dans la même salle" defaultChecked />
        </div>
      </State>
      <State name="LinkChips">
        <LinkChips
          label="État"
          items={[
            { href: '?etat=tous', label: 'Tous', count: 12, isCurrent: true },
            { href: '?etat=arret', label: 'Arrêtés', count: 3, isCurrent: false },
            { href: '?etat=echec', label: 'En échec', isCurrent: false },
          ]}
        />
      </State>
    </>
  )
}
