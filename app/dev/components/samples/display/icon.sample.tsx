import { Icon } from '~/components/ui/display/icon'
import { type IconName, iconPaths } from '~/components/ui/display/icon-paths'
import { State } from '../../state'

export function IconSample() {
  return (
    <>
      <State name="every drawing" wide>
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-2">
          {(Object.keys(iconPaths) as IconName[]).map((name) => (
            <li key={name} className="flex items-center gap-2 text-sm text-ink-2">
              <Icon name={name} />
              {name}
            </li>
          ))}
        </ul>
      </State>
      <State name="size and label">
        <Icon name="server" size={32} label="Serveur" />
      </State>
    </>
  )
}
