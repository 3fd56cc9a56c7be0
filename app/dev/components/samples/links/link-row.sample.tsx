'use client'
import { LinkRow } from '~/components/ui/links/link-row'
import { TextLink } from '~/components/ui/links/text-link'
import { State } from '../../state'

export function LinkRowSample() {
  return (
    <State name="wider than its place">
      <div className="w-60">
        <LinkRow label="Pages">
          {['Serveurs', 'Volumes', 'Sauvegardes', 'Images', 'Réseaux'].map((text) => (
            <li key={text}>
              <TextLink href="#link-row">{text}</TextLink>
            </li>
          ))}
        </LinkRow>
      </div>
    </State>
  )
}
