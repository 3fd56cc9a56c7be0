import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Logo } from '~/components/brand/logo'
import { AccountMenu } from './account-menu'
import { CommandCenter } from './command-center'
import { LocaleSwitch } from './locale-switch'
import { MobileNav } from './mobile-nav'
import { NavDrawer, NavList } from './nav-list'
import type { NavGroup, OpenPalette, ShellAccount, ShellSwitcher } from './nav-types'
import { SkipLink } from './skip-link'
import { Switcher } from './switcher'
import { type Theme, ThemeSwitch } from './theme-switch'

type Props = {
  homeHref: string
  nav: readonly NavGroup[]
  /** Organisation and project, or the operator's console. */
  switcher: ShellSwitcher
  account: ShellAccount
  theme: Theme
  /** On the right of the top bar: this month's cost, zones in service. */
  aside?: ReactNode
  /** The open command palette, and what loads its code beforehand. */
  palette: (open: OpenPalette) => ReactNode
  onForesee: () => void
  /** What the search covers, if not a customer's resources. */
  searchHint?: string
  /** A notice across the page: organisation suspended, demonstration. */
  banner?: ReactNode
  children: ReactNode
}

/** Night-blue sidebar, thin top bar, page: the same for customers and the operator, with different data. */
export function AppShell({
  homeHref,
  nav,
  switcher,
  account,
  theme,
  aside,
  palette,
  onForesee,
  searchHint,
  banner,
  children,
}: Props) {
  const t = useTranslations('shell')
  const column = (content: ReactNode) => (
    <div className="on-night flex h-full flex-col gap-4 overflow-y-auto bg-night px-3 py-4 text-on-night">
      <Link href={homeHref} className="w-fit px-2 py-1">
        <Logo />
      </Link>
      {content}
    </div>
  )
  return (
    <div className="min-h-dvh shell:grid shell:grid-cols-[14rem_minmax(0,1fr)]">
      <SkipLink />
      <aside aria-label={t('column')} className="sticky top-0 hidden h-dvh shell:block">
        {column(
          <>
            <Switcher {...switcher} />
            <NavList label={t('navigation')} groups={nav} />
          </>,
        )}
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex min-h-14 items-center gap-3 border-b border-line bg-paper px-4 py-2 shell:px-7">
          <MobileNav>
            {column(
              // The rooms come first where a screen is low.
              <>
                <NavDrawer label={t('navigation')} groups={nav} />
                <Switcher {...switcher} />
              </>,
            )}
          </MobileNav>
          <CommandCenter nav={nav} palette={palette} onForesee={onForesee} hint={searchHint} />
          <div className="ml-auto flex items-center gap-2.5">
            {aside && <div className="flex items-center gap-2.5">{aside}</div>}
            <LocaleSwitch />
            <ThemeSwitch theme={theme} />
            <AccountMenu {...account} />
          </div>
        </header>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none shell:px-7">
          {banner && <div className="mb-5 grid gap-2.5 empty:hidden">{banner}</div>}
          {children}
        </main>
      </div>
    </div>
  )
}
