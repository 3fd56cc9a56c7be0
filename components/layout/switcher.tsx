import { useTranslations } from 'next-intl'
import { Icon } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import type { ShellSwitcher } from './nav-types'

/** The current workspace, with links to the others; plain text if there are no others. */
export function Switcher({ title, subtitle, entries }: ShellSwitcher) {
  const t = useTranslations('shell')
  const words = (
    <span className="grid min-w-0 flex-1 text-left">
      <span className="truncate">{title}</span>
      <span className="truncate text-sm text-on-night-muted">{subtitle}</span>
    </span>
  )
  const look = 'flex w-full items-center gap-2 rounded-card border border-night-3 px-3 py-2'
  if (entries.length === 0) return <div className={look}>{words}</div>
  return (
    <Menu
      label={t('switch', { title, subtitle })}
      placement="bottom start"
      entries={entries}
      triggerClassName={`${look} hover:bg-night-2`}
      trigger={
        <>
          {words}
          <Icon name="chevronDown" size={16} />
        </>
      }
    />
  )
}
