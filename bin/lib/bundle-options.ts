import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildOptions, Plugin } from 'esbuild'
import { readSchemaVersion } from '../../db/migrator/schema-version.ts'
import { root } from './root.ts'

/** The esbuild options common to all bundles for Node. */
export function bundleOptions() {
  return {
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    // Which database this build expects, and its version, are part of the build.
    define: {
      'process.env.SCHEMA_VERSION': JSON.stringify(readSchemaVersion()),
      'process.env.PRODUCT_VERSION': JSON.stringify(productVersion()),
    },
    external: notBundled().flatMap((name) => [name, `${name}/*`]),
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  } satisfies BuildOptions
}

const packageOf = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const productVersion = (): string => packageOf().version

/**
 * Resolved from node_modules like the sources do, since some have native code. Drizzle is bundled: it is four
 * hundred small files.
 */
function notBundled(): string[] {
  const { dependencies, devDependencies } = packageOf()
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== 'drizzle-orm')
}

/** Makes sources that use their own path see the source's path, not the bundle's. */
export const ownPlaces: Plugin = {
  name: 'own places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const places = { dirname: path.dirname(file), url: pathToFileURL(file).href }
      const contents = readFileSync(file, 'utf8').replace(
        /\bimport\.meta\.(dirname|url)\b/g,
        (_, asked: keyof typeof places) => JSON.stringify(places[asked]),
      )
      return { contents, loader: 'ts' }
    })
  },
}
