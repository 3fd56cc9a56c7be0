import { expect, test } from 'vitest'
import { endColumn, stacked } from './stacking'

const column = (id: string, more: { numeric?: boolean; isEnd?: boolean; isExportOnly?: boolean } = {}) => ({
  id,
  header: id,
  ...more,
})

test('the first line of a phone’s row ends with the marked column, else the state, else the last amount', () => {
  const amounts = [column('name'), column('net', { numeric: true }), column('gross', { numeric: true })]
  expect(endColumn(amounts)?.id).toBe('gross')
  expect(endColumn([...amounts, column('state')])?.id).toBe('state')
  expect(endColumn([...amounts, column('state'), column('left', { isEnd: true })])?.id).toBe('left')
  expect(endColumn([...amounts, column('file', { numeric: true, isExportOnly: true })])?.id).toBe('gross')
  expect(endColumn([column('net', { numeric: true }), column('zone')])).toBeUndefined()
})

test('cells have their label on a phone, except the subject, a state at the end and the actions', () => {
  expect(stacked(column('zone'), 'rest').label).toBe('zone')
  expect(stacked(column('net', { numeric: true }), 'end').label).toBe('net')
  expect(stacked(column('state'), 'end').label).toBeUndefined()
  expect(stacked(column('name'), 'first').label).toBeUndefined()
  expect(stacked(column('actions'), 'rest')).toEqual({ label: undefined, className: 'stack-act' })
})
