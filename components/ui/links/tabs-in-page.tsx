'use client'
import { type MouseEvent, useEffect } from 'react'
import { LinkRow } from './link-row'
import { tabClass } from './tab-look'
import { titleOfTab } from './tab-title'

type Tab<K extends string> = { key: K; href: string; label: string }

type Props<K extends string> = { label: string; tabs: readonly Tab<K>[]; current: K }

/**
 * Parts of one page as tabs, each with its own address. A press changes the address without loading the page again; it can be
 * shared, reloaded and left by going back. The title of the page begins with the name of every tab but the first.
 */
export function TabsInPage<K extends string>({ label, tabs, current }: Props<K>) {
  const [first] = tabs
  const currentLabel = tabs.find(({ key }) => key === current && key !== first?.key)?.label
  useEffect(() => {
    const former = tabs.find((tab) => document.title.startsWith(titleOfTab(tab.label, '')))
    const bare = former ? document.title.slice(titleOfTab(former.label, '').length) : document.title
    document.title = currentLabel === undefined ? bare : titleOfTab(currentLabel, bare)
  })
  const show = (event: MouseEvent<HTMLAnchorElement>, href: string) => {
    // A new tab or window of the browser is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    if (!tabs.some((tab) => tab.key === current && tab.href === href))
      window.history.pushState(null, '', href)
  }
  return (
    <LinkRow label={label} className="mb-4 border-b border-line">
      {tabs.map(({ key, href, label: text }) => (
        <li key={key}>
          <a
            href={href}
            onClick={(event) => show(event, href)}
            aria-current={key === current ? 'page' : undefined}
            className={tabClass(key === current)}
          >
            {text}
          </a>
        </li>
      ))}
    </LinkRow>
  )
}
