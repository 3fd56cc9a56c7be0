import { test } from 'vitest'
import { agreesWithOracle } from './testing/agrees-with-oracle'

test(
  'availability equals an independent oracle on 100,000 random windows',
  () => agreesWithOracle(100_000),
  300_000,
)
