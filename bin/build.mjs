// `npm run build`: both sites and the other programs, in `NEXT_DIST_DIR` or `.next`. Needs no secret.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm run build')
const { build } = await import('./lib/build.ts')
await build({ distDir: process.env.NEXT_DIST_DIR ?? '.next', log: (line) => console.log(line) })
