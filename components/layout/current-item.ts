import type { NavGroup } from './nav-types'

/**
 * The entry whose address is the longest prefix of the path: a page below a list marks the list. A home page above
 * other entries matches only itself. Pure.
 */
export function currentItem(groups: readonly NavGroup[], pathname: string): string | undefined {
  const items = groups.flatMap((group) => group.items)
  const pathOf = (href: string) => href.split('?')[0] ?? href
  const isBelow = (path: string, href: string) => path.startsWith(`${pathOf(href)}/`)
  const isHome = (href: string) => items.some((other) => isBelow(pathOf(other.href), href))
  const containing = items.filter(
    ({ href }) => pathname === pathOf(href) || (isBelow(pathname, href) && !isHome(href)),
  )
  return containing.sort((a, b) => pathOf(b.href).length - pathOf(a.href).length)[0]?.id
}
