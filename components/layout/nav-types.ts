import type { IconName } from '~/components/ui/display/icon'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'

export type NavItem = {
  id: string
  label: string
  href: string
  /** The letter after `g` that goes there. Unique within a shell. */
  hotkey?: string
  /** Work waiting there; takes the place of the key. */
  count?: number
}

export type NavGroup = { id: string; label: string; items: readonly NavItem[] }

export type PaletteItem = {
  id: string
  label: string
  href: string
  /** What kind of thing it is, at the right: `serveur`, `facture`. */
  kind?: string
  icon?: IconName
  keywords?: string
}

/** Finds resources by what is typed. A server action, or a function of a client component. */
export type PaletteSearch = (query: string) => Promise<readonly PaletteItem[]>

export type ShellAccount = {
  name: string
  email: string
  /** Profile, security, sign-out; the last may carry a server action in `onAction`. */
  entries: readonly MenuEntry[]
}

export type ShellSwitcher = { title: string; subtitle: string; entries: readonly MenuEntry[] }
