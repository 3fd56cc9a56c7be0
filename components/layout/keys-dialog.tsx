'use client'
import { useTranslations } from 'next-intl'
import { Kbd } from '~/components/ui/display/kbd'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { NavItem } from './nav-types'

/** All shortcuts with their effects. */
export function KeysDialog({ pages, onClose }: { pages: readonly NavItem[]; onClose: () => void }) {
  const t = useTranslations('shell')
  const everywhere = [
    { keys: '⌘K', text: t('keys.palette') },
    { keys: '/', text: t('keys.search') },
    { keys: '?', text: t('keys.help') },
    { keys: 'j · k', text: t('keys.rows') },
    { keys: 'x', text: t('keys.select') },
    { keys: '↵', text: t('keys.open') },
    { keys: '⌘↵', text: t('keys.send') },
  ]
  const goTo = pages
    .filter((page) => page.hotkey)
    .map((page) => ({ keys: `g ${page.hotkey}`, text: page.label }))
  return (
    <Dialog isOpen onClose={onClose} title={t('keys.title')}>
      <dl className="grid grid-cols-1 gap-x-8 sm:grid-cols-2">
        {[...everywhere, ...goTo].map(({ keys, text }) => (
          <div key={keys} className="flex items-center justify-between gap-3 border-b border-line py-1.5">
            <dt>{text}</dt>
            <dd>
              <span className="sr-only">{keys}</span>
              <Kbd>{keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
