'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { keepPlace } from '../keep-place'

/** On the button of a footer that Ctrl or ⌘ with Enter presses: what the dialog is for. */
export const mainAct = 'data-main-act'
/** On the same button, where a single Enter after opening is what people expect: it then has the focus. */
export const focusedAct = 'data-focused-act'

export type DialogProps = {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** Buttons at the bottom, the primary one last. */
  footer?: ReactNode
  size?: 'md' | 'lg'
}

/** The first input or choice: focus it rather than the close button. */
const firstField =
  '[data-content] :is(input:not([type=hidden]):not([type=radio]:not(:checked)), select, textarea)'

/**
 * The browser's modal dialog: it moves the focus in and back, makes the page behind inert, and closes on Escape. The
 * content is mounted only while open.
 */
export function Dialog({ isOpen, onClose, title, children, footer, size = 'md' }: DialogProps) {
  const t = useTranslations('common')
  const dialog = useRef<HTMLDialogElement>(null)
  const opener = useRef<Element | null>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (isOpen && element && !element.open) {
      opener.current = document.activeElement
      element.showModal()
      const first = element.querySelector<HTMLElement>(firstField) ?? element.querySelector(`[${focusedAct}]`)
      if (first instanceof HTMLElement) first.focus()
    }
    if (!isOpen && element?.open) {
      element.close()
      keepPlace(opener.current)
    }
  }, [isOpen])
  // Removed while open, it would lose the focus; close it first, so that the browser restores the focus.
  useLayoutEffect(() => {
    const element = dialog.current
    return () => {
      if (!element?.open) return
      element.close()
      keepPlace(opener.current)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // Escape asks the page to close: both states never diverge, even when reopened quickly.
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClose={(event) => !event.currentTarget.open && onClose()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      // A key that is held since it opened the dialog presses nothing in it.
      onKeyDown={(event) => {
        const isPress = event.key === 'Enter' || event.key === ' '
        if (event.repeat && isPress && event.target instanceof HTMLButtonElement) event.preventDefault()
      }}
      className={cx(
        'm-auto text-left whitespace-normal max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-auto rounded-card border border-line bg-surface p-0 text-ink shadow-card',
        size === 'lg' ? 'max-w-3xl' : 'max-w-lg',
      )}
    >
      {isOpen && (
        <div className="grid gap-4 p-5">
          <div className="flex items-start justify-between gap-4">
            <h2 id={titleId} className="text-xl">
              {title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              aria-label={t('close')}
              className="-m-1.5 rounded-small p-1.5 text-ink-3 hover:bg-sunken hover:text-ink"
            >
              <Icon name="close" />
            </button>
          </div>
          <div className="grid gap-4" data-content="">
            {children}
          </div>
          {footer && <div className="flex flex-wrap justify-end gap-2.5">{footer}</div>}
        </div>
      )}
    </dialog>
  )
}
