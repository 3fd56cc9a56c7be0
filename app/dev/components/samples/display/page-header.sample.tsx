'use client'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Button } from '~/components/ui/links/button'
import { State } from '../../state'

export function PageHeaderSample() {
  return (
    <>
      <State name="everything" wide>
        <PageHeader
          back={{ href: '#page-header', label: 'Commandes' }}
          reference="CMD-2026-004512"
          title="Deux serveurs Essentiel 4"
          state={<StatePill tone="ok">Livrée</StatePill>}
          lead="Commande passée par Anne Besson, livrée en deux minutes."
          actions={<Button variant="primary">Renouveler</Button>}
        />
      </State>
      <State name="title alone" wide>
        <PageHeader title="Serveurs" />
      </State>
    </>
  )
}
