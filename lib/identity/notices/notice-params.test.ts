import { expect, test } from 'vitest'
import { noticeParams } from './notice-params'

test.each([
  ['fr', { title: 'Panne', titleEn: 'Failure' }, 'Panne'],
  ['en', { title: 'Panne', titleEn: 'Failure' }, 'Failure'],
  ['en', { title: 'Panne' }, 'Panne'],
] as const)('a reader of %s of %o reads %s', (locale, params, title) => {
  expect(noticeParams(params, locale).title).toBe(title)
})
