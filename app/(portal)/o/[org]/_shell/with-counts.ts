import type { NavGroup } from '~/components/layout/nav-types'

/** The menu with the number of waiting items on each entry of which there are some. Pure. */
export const withCounts = (nav: readonly NavGroup[], counts: Readonly<Record<string, number>>): NavGroup[] =>
  nav.map((group) => ({
    ...group,
    items: group.items.map((item) => {
      const count = counts[item.id]
      return count ? { ...item, count } : item
    }),
  }))
