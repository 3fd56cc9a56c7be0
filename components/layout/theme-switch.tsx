'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { cx } from '~/components/ui/cx'
import { Icon, type IconName } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import { keepPreference } from './preference-cookie'
import { onTheme, showTheme } from './show-theme'
import { type Theme, themes } from './themes'
import { toolClass } from './tool-class'

export type { Theme } from './themes'

const icons: Record<Theme, IconName> = { light: 'sun', dark: 'moon', system: 'monitor' }

/** Light, dark or system; takes effect at once and is stored in a cookie. */
export function ThemeSwitch({ theme, onNight }: { theme: Theme; onNight?: boolean }) {
  const t = useTranslations('shell')
  const [chosen, setChosen] = useState(theme)
  useEffect(() => onTheme(setChosen), [])
  const choose = (next: Theme) => {
    keepPreference('theme', next)
    showTheme(next)
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
