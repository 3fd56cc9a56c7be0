'use client'
import { SearchField } from '~/components/ui/fields/search-field'
import { State } from '../../state'

export function SearchFieldSample() {
  return (
    <>
      <State name="empty">
        <SearchField label="Chercher un serveur" />
      </State>
      <State name="filled">
        <SearchField label="Chercher un serveur" defaultValue="web" />
      </State>
    </>
  )
}
