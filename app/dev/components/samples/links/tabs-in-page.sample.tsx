'use client'
import { useSearchParams } from 'next/navigation'
import { TabsInPage } from '~/components/ui/links/tabs-in-page'
import { State } from '../../state'

export function TabsInPageSample() {
  const current = useSearchParams().get('tab') === 'storage' ? 'storage' : 'overview'
  return (
    <State name="a press changes the address, not the page" wide>
      <TabsInPage
        label="Parties de la page"
        current={current}
        tabs={[
          { key: 'overview', href: '/dev/components', label: 'Vue d’ensemble' },
          { key: 'storage', href: '/dev/components?tab=storage', label: 'Stockage' },
        ]}
      />
    </State>
  )
}
