'use client'
import { buttonClass } from '~/components/ui/links/button-class'
import { MenuButton } from '~/components/ui/overlays/menu-button'
import { MenuPopover } from '~/components/ui/overlays/menu-popover'
import { State } from '../../state'
import { menuSample } from '../menu-entries'

export function MenuButtonSample() {
  return (
    <State name="list of its own">
      <MenuButton
        trigger="Actions"
        triggerClassName={buttonClass({})}
        placement="bottom start"
        onForesee={() => undefined}
        list={(open) => <MenuPopover {...open} entries={menuSample} />}
      />
    </State>
  )
}
