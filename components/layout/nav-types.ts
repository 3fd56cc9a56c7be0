import type { IconName } from '~/components/ui/display/icon'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'

export type NavItem = {
  id: string
  label: string
  href: string
  /** The letter after `g` that opens it. Unique within a shell. */
  hotkey?: string
  /** Number of waiting items; shown instead of the shortcut. */
  count?: number
}

/** A room of the menu with its pages, the first of which its entry opens. */
export type NavGroup = { id: string; label: string; items: readonly NavItem[] }

export type PaletteItem = {
  id: string
  label: string
  /** After the label, smaller. */
  note?: string | null
  /** Where Enter leads, unless it acts. */
  href?: string
  onAct?: () => void
  /** Its kind, on the right: `serveur`, `facture`. */
  kind?: string
  icon?: IconName
  keywords?: string
}

/** What an open palette gets from the shell: the pages of its menu. */
export type OpenPalette = { pages: readonly NavItem[]; onClose: () => void }

/** `words`: other words for pages of the menu, by their ids. */
export type PaletteExtras = { words: Readonly<Record<string, string>>; items: readonly PaletteItem[] }

/** Finds resources by the query. A server action, or a function of a client component. */
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>

export type ShellAccount = {
  name: string
  email: string
  /** Profile, security, sign-out; the last may have a server action in `onAction`. */
  entries: readonly MenuEntry[]
}

export type ShellSwitcher = { title: string; subtitle: string; entries: readonly MenuEntry[] }
