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
      /** The entry stays visible, disabled, with this reason. */
      disabledReason?: string | undefined
    }
