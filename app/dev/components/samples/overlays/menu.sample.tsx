'use client'
import { Icon } from '~/components/ui/display/icon'
import { buttonClass } from '~/components/ui/links/button-class'
import { Menu } from '~/components/ui/overlays/menu'
import { State } from '../../state'
import { menuSample } from '../menu-entries'

export function MenuSample() {
  return (
    <>
      <State name="text trigger">
        <Menu
          trigger="Actions"
          triggerClassName={buttonClass({})}
          entries={menuSample}
          placement="bottom start"
        />
      </State>
      <State name="icon trigger">
        <Menu
          label="Plus d’actions"
          trigger={<Icon name="more" />}
          triggerClassName={buttonClass({ variant: 'quiet' })}
          entries={menuSample}
          placement="bottom start"
        />
      </State>
    </>
  )
}
