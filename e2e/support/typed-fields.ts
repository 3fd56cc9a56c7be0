import type { Locator } from '@playwright/test'

/** Fills fields as a person would and counts them: what one must type is a promise of the product. */
export class TypedFields {
  count = 0

  async type(field: Locator, text: string): Promise<void> {
    await field.fill(text)
    this.count += 1
  }
}
