// `node bin/bundle.mjs [folder]`: bundles the programs other than the sites into `programs` of a build's folder.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm run build')
const { bundlePrograms } = await import('./lib/bundle.ts')
await bundlePrograms(process.argv[2] ?? process.env.NEXT_DIST_DIR ?? '.next')
