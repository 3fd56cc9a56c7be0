import { useTranslations } from 'next-intl'
import { Menu } from '~/components/ui/overlays/menu'
import type { ShellAccount } from './nav-types'

/** The menu of the signed-in person. */
export function AccountMenu({ name, email, entries }: ShellAccount) {
  const t = useTranslations('shell')
  const initials = initialsOf(name)
  return (
    <Menu
      label={t('account', { initials, name, email })}
      entries={entries}
      triggerClassName="min-h-9 rounded-control border border-line-strong bg-surface px-2.5 text-sm whitespace-nowrap hover:border-field"
      trigger={initials}
    />
  )
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => `${word[0]?.toUpperCase()}.`)
    .join(' ')
}
