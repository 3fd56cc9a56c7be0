import { expect, test } from 'vitest'
import { noticeParams } from './notice-params'

test.each([
  ['fr', { title: 'Panne', titleEn: 'Failure' }, 'Panne'],
  ['en', { title: 'Panne', titleEn: 'Failure' }, 'Failure'],
  ['en', { title: 'Panne' }, 'Panne'],
] as const)('a reader of %s of %o reads %s', (locale, params, title) => {
  expect(noticeParams(params, locale).title).toBe(title)
})

test('a day is written in words, and nothing else is changed', () => {
  const params = { day: '2026-11-27', number: 'CMD-2026-11' }
  expect(noticeParams(params, 'fr')).toEqual({ day: '27 novembre 2026', number: 'CMD-2026-11' })
  expect(noticeParams(params, 'en')).toEqual({ day: '27 November 2026', number: 'CMD-2026-11' })
})
