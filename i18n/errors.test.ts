import { expect, test } from 'vitest'
import { httpStatusByCode } from '~/lib/kernel/errors'
import en from './en/errors.json'
import fr from './fr/errors.json'

test.each(Object.keys(httpStatusByCode))('the refusal %s has a text in both languages', (code) => {
  for (const texts of [fr, en] as Record<string, unknown>[]) {
    expect(typeof texts[code]).toBe('string')
    expect(texts[code]).toMatch(/[.…]$/)
  }
})
