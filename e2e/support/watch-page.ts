import type { Page } from '@playwright/test'

/**
 * What this page complains of, from now on: console errors (violations of the content security policy are
 * among them), uncaught errors, failed requests, answers of 4xx and 5xx.
 */
export function watchPage(page: Page): string[] {
  const faults: string[] = []
  const where = () => new URL(page.url()).pathname
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console on ${where()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught on ${where()}: ${error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed'
    // Leaving a page aborts what it was still asking for.
    if (reason !== 'net::ERR_ABORTED') faults.push(`${request.method()} ${request.url()}: ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) {
      faults.push(`${response.request().method()} ${response.url()} answered ${response.status()}`)
    }
  })
  return faults
}
