import { expect, test } from 'vitest'
import { dunningEffect } from '../dunning/platform-status'
import { codesBetweenPlatforms, isRefusal, lifeCycleCodes, needsAnswer } from './life-cycle'

/**
 * The official list and the meaning of each status here, written from XP Z12-012 and the external specifications 3.2.
 */
const meanings: Readonly<Record<number, 'goes on' | 'refused' | 'asks' | 'paying' | 'between platforms'>> = {
  200: 'goes on',
  201: 'goes on',
  202: 'goes on',
  203: 'goes on',
  204: 'goes on',
  205: 'goes on',
  206: 'goes on',
  207: 'asks',
  208: 'asks',
  209: 'goes on',
  210: 'refused',
  211: 'paying',
  212: 'goes on',
  213: 'refused',
  214: 'goes on',
  220: 'goes on',
  221: 'refused',
  224: 'asks',
  225: 'asks',
  226: 'asks',
  227: 'asks',
  228: 'goes on',
  250: 'between platforms',
  251: 'between platforms',
  300: 'between platforms',
  301: 'between platforms',
  400: 'between platforms',
  401: 'between platforms',
  500: 'between platforms',
  501: 'refused',
  601: 'between platforms',
}

test('exactly the statuses of the official list are known', () => {
  expect([...lifeCycleCodes]).toEqual(Object.keys(meanings).map(Number))
})

test.each(Object.entries(meanings))('status %s: %s', (text, meaning) => {
  const code = Number(text)
  expect(isRefusal(code)).toBe(meaning === 'refused')
  expect(needsAnswer(code)).toBe(meaning === 'asks')
  expect(codesBetweenPlatforms.includes(code)).toBe(meaning === 'between platforms')
  const effects = {
    refused: 'held',
    asks: 'held',
    paying: 'awaited',
    'goes on': null,
    'between platforms': null,
  }
  expect(dunningEffect({ code, on: '2026-11-28', isResolved: false }, '2026-11-30')).toBe(effects[meaning])
})
