'use client'
import { ForeseenLink } from '~/components/ui/links/foreseen-link'
import { State } from '../../state'

export function ForeseenLinkSample() {
  return (
    <State name="fetched when pointed at">
      <ForeseenLink href="#foreseen-link">Serveurs</ForeseenLink>
    </State>
  )
}
