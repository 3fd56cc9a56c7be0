'use client'
import { TextLink } from '~/components/ui/links/text-link'
import { State } from '../../state'

export function TextLinkSample() {
  return (
    <State name="in a sentence">
      <p>
        Le serveur est dans la <TextLink href="#text-link">baie B12</TextLink>.
      </p>
    </State>
  )
}
