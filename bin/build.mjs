// `npm run build`: both sites and the other programs, in `NEXT_DIST_DIR` or `.next`. Needs no secret.
// `npm run build -- --image FOLDER` also puts what runs in an image into an empty folder; see `deploy/Dockerfile`.
import { parseArgs } from 'node:util'
import { requireNode } from './lib/require-node.mjs'

requireNode('npm run build')
const { values } = parseArgs({ options: { image: { type: 'string' } } })
const { build, isBuilt } = await import('./lib/build.ts')
const distDir = process.env.NEXT_DIST_DIR ?? '.next'
if (!values.image || !isBuilt(distDir)) await build({ distDir, log: (line) => console.log(line) })
if (values.image) {
  const { assembleImage } = await import('./lib/image/assemble.ts')
  await assembleImage(distDir, values.image)
}
