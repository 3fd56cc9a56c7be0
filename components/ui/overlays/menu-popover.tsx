'use client'
import { type RefObject, startTransition } from 'react'
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { Text } from 'react-aria-components/Text'
import { signOutOfPage } from '~/components/form/sign-out-of-page'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { AriaRoot } from './aria-root'
import type { MenuEntry } from './menu-entry'
import { portalContainer } from './portal-container'

type Props = {
  anchor: RefObject<HTMLButtonElement | null>
  label?: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  entries: readonly MenuEntry[]
  placement: 'bottom start' | 'bottom end'
}

/** The open list of a {@link Menu}. */
export function MenuPopover({ anchor, label, isOpen, onOpenChange, entries, placement }: Props) {
  const name = label ?? anchor.current?.textContent ?? ''
  return (
    <AriaRoot>
      <Popover
        aria-label={name}
        triggerRef={anchor}
        {...portalContainer(anchor.current)}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        placement={placement}
        className="min-w-52 rounded-card border border-line bg-surface p-1.5 shadow-card"
      >
        <AriaMenu
          aria-label={name}
          autoFocus="first"
          onClose={() => onOpenChange(false)}
          className="outline-none"
        >
          {entries.map((entry) =>
            entry.kind === 'separator' ? (
              <Separator key={entry.id} className="mx-1 my-1.5 h-px bg-line" />
            ) : (
              <Entry key={entry.id} entry={entry} />
            ),
          )}
        </AriaMenu>
      </Popover>
    </AriaRoot>
  )
}

function Entry({ entry }: { entry: Exclude<MenuEntry, { kind: 'separator' }> }) {
  // In a transition, so that the redirect of a server action is followed.
  const run = () => {
    if (entry.disabledReason) return
    if (entry.endsSession) signOutOfPage()
    startTransition(async () => {
      await entry.onAction?.()
    })
  }
  const detail = entry.disabledReason ?? entry.note
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={false}
      aria-label={entry.disabledReason ? `${entry.label}. ${entry.disabledReason}` : entry.label}
      {...(entry.href && !entry.disabledReason && { href: entry.href })}
      onAction={run}
      className={({ isFocused }) =>
        cx(
          'flex cursor-pointer items-start gap-2.5 rounded-small px-2.5 py-1.5 outline-none',
          isFocused && 'bg-sunken',
          entry.disabledReason ? 'text-ink-3' : entry.danger && 'text-bad',
        )
      }
    >
      {entry.icon && <Icon name={entry.icon} size={16} className="mt-0.5" />}
      <span className="min-w-0">
        <Text slot="label">{entry.label}</Text>
        {detail && (
          <Text slot="description" className="block max-w-64 text-sm text-ink-3">
            {detail}
          </Text>
        )}
      </span>
    </MenuItem>
  )
}
