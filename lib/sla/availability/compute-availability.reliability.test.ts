import { test } from 'vitest'
import { agreesWithOracle } from './testing/agrees-with-oracle'

test(
  'availability agrees with an independent oracle on 100,000 windows',
  () => agreesWithOracle(100_000),
  300_000,
)
