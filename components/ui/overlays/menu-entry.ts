import type { IconName } from '../display/icon'

export type MenuEntry =
  | { kind: 'separator'; id: string }
  | {
      kind?: 'item'
      id: string
      label: string
      icon?: IconName
      note?: string
      danger?: boolean
      href?: string
      onAction?: () => unknown
      /** Signs out: input kept in this tab is the person's, and goes first. */
      endsSession?: boolean
      /** The entry stays visible, disabled, with this reason. */
      disabledReason?: string | undefined
    }
