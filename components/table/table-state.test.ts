import { describe, expect, test } from 'vitest'
import { readTableState, sortHref, tableHref } from './table-state'

const options = { pathname: '/o/org_1/instances', sortable: ['name', 'created'], defaultSort: 'name' }

describe('reading the address', () => {
  test('an empty address gives the defaults', () => {
    expect(readTableState({}, options)).toMatchObject({ sort: 'name', direction: 'asc', page: 1, hidden: [] })
  })

  test.each([
    [{ sort: '-created' }, { sort: 'created', direction: 'desc' }],
    [{ sort: 'password_hash' }, { sort: 'name', direction: 'asc' }],
    [{ sort: ['created', 'name'] }, { sort: 'created' }],
    [{ page: '3' }, { page: 3 }],
    [{ page: '-3' }, { page: 1 }],
    [{ page: '1e99' }, { page: 1 }],
    [{ hide: 'zone,created' }, { hidden: ['zone', 'created'] }],
  ])('%j reads %j', (searchParams, expected) => {
    expect(readTableState(searchParams, options)).toMatchObject(expected)
  })
})

describe('writing the address', () => {
  const state = readTableState({ sort: 'name', page: '4', zone: 'PAR1' }, options)

  test('a filter keeps the order and returns to the first page', () => {
    expect(tableHref(state, { state: 'running' })).toBe(
      '/o/org_1/instances?sort=name&zone=PAR1&state=running',
    )
  })

  test('a removed filter leaves no trace', () => {
    expect(tableHref(state, { zone: null, sort: '' })).toBe('/o/org_1/instances')
  })

  test('changing the page keeps the filters', () => {
    expect(tableHref(state, { page: '5' })).toBe('/o/org_1/instances?sort=name&page=5&zone=PAR1')
  })

  test('a second click on a header reverses the order', () => {
    expect(sortHref(state, 'name')).toBe('/o/org_1/instances?sort=-name&zone=PAR1')
    expect(sortHref(state, 'created')).toBe('/o/org_1/instances?sort=created&zone=PAR1')
  })
})
