import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DateControl } from './fields/date-control'
import { SelectControl } from './fields/select-control'

const zones = [
  { value: 'par1', label: 'PAR1' },
  { value: 'mrs1', label: 'MRS1', disabled: true },
]

test('a list of choices has our look on the browser’s own select, with the empty choice first', () => {
  const html = renderToStaticMarkup(
    <SelectControl
      isCompact
      aria-label="Zone"
      placeholder="Zone : toutes"
      options={zones}
      className="flex-1"
    />,
  )
  expect(html).toContain('<select aria-label="Zone"')
  expect(html).toContain('appearance-none')
  expect([...html.matchAll(/<option([^>]*)>([^<]*)/g)].map(([, of, text]) => [of?.trim(), text])).toEqual([
    ['value=""', 'Zone : toutes'],
    ['value="par1"', 'PAR1'],
    ['value="mrs1" disabled=""', 'MRS1'],
  ])
  // The frame grows in a row of filters; the icon is no stop of the keyboard.
  expect(html).toMatch(/^<span class="[^"]*flex-1/)
  expect(html).not.toContain('tabindex')
})

test('a list without an empty choice offers its options alone', () => {
  expect(renderToStaticMarkup(<SelectControl options={zones} />)).not.toContain('value=""')
})

test.each([
  [false, 'type="date"'],
  [true, 'type="datetime-local"'],
])('a date with time %s is an input of %s with our icon', (withTime, type) => {
  const html = renderToStaticMarkup(<DateControl withTime={withTime} name="from" defaultValue="2026-11-30" />)
  expect(html).toContain(type)
  expect(html).toContain('date-control')
  expect(html).toContain('date-icon')
})
