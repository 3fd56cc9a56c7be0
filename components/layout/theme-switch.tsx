'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cx } from '~/components/ui/cx'
import { Icon, type IconName } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import { keepPreference } from './preference-cookie'
import { type Theme, themes } from './themes'
import { toolClass } from './tool-class'

export type { Theme } from './themes'

const icons: Record<Theme, IconName> = { light: 'sun', dark: 'moon', system: 'monitor' }

/** Light, dark or system; takes effect at once and is stored in a cookie. */
export function ThemeSwitch({ theme, onNight }: { theme: Theme; onNight?: boolean }) {
  const t = useTranslations('shell')
  const [chosen, setChosen] = useState(theme)
  const choose = (next: Theme) => {
    setChosen(next)
    keepPreference('theme', next)
    document.documentElement.classList.remove(...themes)
    document.documentElement.classList.add(next)
  }
  return (
    <Menu
      label={t('theme', { theme: t(`themes.${chosen}`) })}
      triggerClassName={cx('flex size-9 items-center justify-center', toolClass(onNight))}
      trigger={<Icon name={icons[chosen]} />}
      entries={themes.map((name) => ({
        id: name,
        label: t(`themes.${name}`),
        icon: icons[name],
        onAction: () => choose(name),
      }))}
    />
  )
}
