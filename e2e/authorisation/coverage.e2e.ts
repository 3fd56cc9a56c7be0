import { expect, test } from '@playwright/test'
import { builtActions, builtPaths } from '../support/manifests'
import { actions, routeHandlers } from './matrix'
import { pages } from './pages'

const paths = (kind: 'page' | 'route') =>
  builtPaths()
    .filter((each) => each.kind === kind)
    .map((each) => each.path)
    .sort()

test('the matrix has exactly the actions of the build', () => {
  const built = builtActions().map((action) => action.name)
  expect(new Set(built).size, 'two actions share a name').toBe(built.length)
  expect(Object.keys(actions).sort()).toEqual(built.sort())
})

test('every action is exported by an actions.ts of one surface', () => {
  for (const { file } of builtActions())
    expect(file).toMatch(/^app\/\((operator|portal|public)\)\/(.+\/)?actions\.ts$/)
})

test('the matrix has exactly the route handlers of the build', () => {
  expect(Object.keys(routeHandlers).sort()).toEqual(paths('route'))
})

test('the list has exactly the pages of the build', () => {
  expect(Object.keys(pages).sort()).toEqual(paths('page'))
})
