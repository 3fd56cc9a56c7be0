import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8')

/** The colours set by one rule, by name. */
function coloursOf(start: string): Record<string, string> {
  const from = css.indexOf(start)
  const rule = css.slice(from, css.indexOf('}', from))
  return Object.fromEntries(
    [...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']),
  )
}

const light = coloursOf(':root {')
const dark = { ...light, ...coloursOf('\n.dark {') }

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['paper', 'surface', 'sunken', 'amber-wash']
const pairs = [
  ...['ink', 'ink-2', 'ink-3', 'brand', 'amber-ink', 'ok', 'warn', 'bad', 'info', 'off'].flatMap((ink) =>
    grounds.map((ground) => [ink, ground, 4.5] as const),
  ),
  ...['ok', 'warn', 'bad', 'info', 'off'].map((tone) => [tone, `${tone}-wash`, 4.5] as const),
  ...['night', 'night-2'].flatMap((ground) => [
    ['on-night', ground, 4.5] as const,
    ['on-night-muted', ground, 4.5] as const,
    ['amber', ground, 3] as const,
  ]),
  ['on-amber', 'amber', 4.5] as const,
  ['on-amber', 'amber-strong', 4.5] as const,
  ...grounds.map((ground) => ['field', ground, 3] as const),
]

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, colours) => {
  test.each(pairs)('%s on %s reaches %s:1', (ink, ground, least) => {
    expect(contrast(colours[ink] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(least)
  })
})

test('the “system” theme has exactly the colours of the dark theme', () => {
  expect(coloursOf('\n  .system {')).toEqual(coloursOf('\n.dark {'))
})
