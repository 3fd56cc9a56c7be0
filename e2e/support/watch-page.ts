import type { Page } from '@playwright/test'

/**
 * The page's complaints from now on: console errors (including violations of the content security policy), uncaught
 * errors, failed requests, responses of 4xx and 5xx.
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
    // Leaving a page aborts its pending requests.
    if (reason !== 'net::ERR_ABORTED') faults.push(`${request.method()} ${request.url()}: ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) {
      faults.push(`${response.request().method()} ${response.url()} answered ${response.status()}`)
    }
  })
  return faults
}
