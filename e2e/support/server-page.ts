import type { Page } from '@playwright/test'

/** Show this part of a server's page. */
export const openTab = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('navigation', { name: /^Parties de la page/ })
    .getByRole('link', { name, exact: true })
    .click()
