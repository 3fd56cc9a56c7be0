'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { dismissToast, type Toast, toastStore } from './toast'

const none: readonly Toast[] = []
const shownMs = 8_000

/** The place where toasts appear and are announced. Once per page, in the root layout. */
export function ToastRegion() {
  const t = useTranslations('common')
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get, () => none)
  return (
    <section
      aria-label={t('notifications')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 grid justify-items-end gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useTranslations('common')
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld || toast.tone === 'bad') return
    const timer = setTimeout(() => dismissToast(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [isHeld, toast])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps the message from leaving.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-md items-center gap-3 rounded-card bg-night py-2.5 pr-2 pl-4 text-on-night shadow-card on-night"
    >
      <Icon
        name={toast.tone === 'bad' || toast.tone === 'warn' ? 'alert' : 'check'}
        className={cx(toast.tone === 'bad' && 'text-amber')}
      />
      <p className="flex-1">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          className="rounded-small px-2 py-1 font-semibold text-amber"
          onClick={() => {
            toast.action?.run()
            dismissToast(toast.id)
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('dismiss')}
        onClick={() => dismissToast(toast.id)}
        className="rounded-small p-1.5 text-on-night-muted hover:text-on-night"
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  )
}
