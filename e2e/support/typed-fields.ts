import type { Locator } from '@playwright/test'

/** Fills fields like a person and counts them: the number of required inputs is a promise of the product. */
export class TypedFields {
  count = 0

  async type(field: Locator, text: string): Promise<void> {
    await field.fill(text)
    this.count += 1
  }
}
