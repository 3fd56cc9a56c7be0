'use client'
import { TabLinks } from '~/components/ui/links/tab-links'
import { State } from '../../state'

export function TabLinksSample() {
  return (
    <State name="the first is the present page" wide>
      <TabLinks
        label="Facturation"
        items={[
          { href: '/dev/components', label: 'Factures' },
          { href: '#tab-links', label: 'Moyens de paiement' },
          { href: '#tab-links-costs', label: 'Coûts' },
        ]}
      />
    </State>
  )
}
