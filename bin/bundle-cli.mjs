// `node bin/bundle-cli.mjs`: bundles the command line of customers into its package, for `npm pack ./cli`.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm pack ./cli')
const { bundleCustomerCli } = await import('./lib/bundle-cli.ts')
await bundleCustomerCli('cli/andromede.cjs')
