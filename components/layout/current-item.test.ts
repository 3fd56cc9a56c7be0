import { expect, test } from 'vitest'
import { currentItem } from './current-item'

const groups = [
  {
    id: 'build',
    label: 'Construire',
    items: [
      { id: 'home', label: 'Accueil', href: '/o/org_1' },
      { id: 'order', label: 'Commander', href: '/o/org_1/order?zone=PAR1' },
      { id: 'orders', label: 'Commandes', href: '/o/org_1/orders' },
      { id: 'billing', label: 'Factures', href: '/o/org_1/billing' },
      { id: 'costs', label: 'Coûts', href: '/o/org_1/billing/costs' },
    ],
  },
]

test.each([
  ['/o/org_1', 'home'],
  ['/o/org_1/order', 'order'],
  ['/o/org_1/orders', 'orders'],
  ['/o/org_1/orders/ord_9', 'orders'],
  ['/o/org_1/billing/costs', 'costs'],
  ['/o/org_1/billing/documents/inv_1', 'billing'],
  ['/o/org_1/settings', undefined],
  ['/o/org_12', undefined],
])('on %s the current entry is %s', (pathname, expected) => {
  expect(currentItem(groups, pathname)).toBe(expected)
})
