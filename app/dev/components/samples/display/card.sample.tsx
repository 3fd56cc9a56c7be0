'use client'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { State } from '../../state'

export function CardSample() {
  return (
    <>
      <State name="title">
        <Card title="Adresse">12, rue des Forges</Card>
      </State>
      <State name="title, note, actions">
        <Card title="Membres" note="4 personnes" actions={<Button size="sm">Inviter</Button>}>
          Anne Besson, Karim Haddad, Odile Renard, Marc Lefort
        </Card>
      </State>
      <State name="without title">
        <Card>Un contenu seul.</Card>
      </State>
      <State name="padded false">
        <Card title="Lignes" padded={false}>
          <p className="border-b border-line px-4.5 py-2.5">Première ligne</p>
          <p className="px-4.5 py-2.5">Seconde ligne</p>
        </Card>
      </State>
    </>
  )
}
