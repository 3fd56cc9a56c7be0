import type { NavGroup } from './nav-types'

/**
 * The entry whose address is the longest prefix of the path: a page below a list marks the list. The home page, whose address
 * all others begin with, matches only itself. Pure.
 */
export function currentItem(groups: readonly NavGroup[], pathname: string): string | undefined {
  const items = groups.flatMap((group) => group.items)
  const pathOf = (href: string) => href.split('?')[0] ?? href
  const isBelow = (href: string) => pathname.startsWith(`${pathOf(href)}/`)
  const containing = items.filter(
    ({ id, href }) => pathname === pathOf(href) || (id !== 'home' && isBelow(href)),
  )
  return containing.sort((a, b) => pathOf(b.href).length - pathOf(a.href).length)[0]?.id
}
