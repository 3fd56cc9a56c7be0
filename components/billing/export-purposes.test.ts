import { expect, test } from 'vitest'
import { exportKinds } from '~/lib/billing/exports/kinds'
import { exportPurposes } from './export-purposes'

test('each kind of export has one purpose', () => {
  const listed = exportPurposes.flatMap(([, kinds]) => kinds)
  expect([...listed].sort()).toEqual([...exportKinds].sort())
})
