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
 * hundred small files. OpenTelemetry is too: of 20 MB in its packages a program uses 0.14.
 */
const bundled = /^(drizzle-orm|@opentelemetry\/.*)$/

function notBundled(): string[] {
  const { dependencies, devDependencies } = packageOf()
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !bundled.test(name))
}

/** Makes sources that use their own path see the source's path, not the bundle's. */
export const ownPlaces: Plugin = placesPlugin(
  (folder) => JSON.stringify(folder),
  (file) => JSON.stringify(pathToFileURL(file).href),
)

/** The same for a bundle in `outdir` that moves together with the files its sources read, such as the SQL. */
export function movablePlaces(outdir: string): Plugin {
  const relative = (place: string) => JSON.stringify(path.relative(outdir, place))
  return placesPlugin(
    (folder) => `(import.meta.dirname + '/' + ${relative(folder)})`,
    (file) => `new URL(${relative(file)}, import.meta.url).href`,
  )
}

function placesPlugin(dirname: (folder: string) => string, url: (file: string) => string): Plugin {
  return {
    name: 'own places',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const places = { dirname: dirname(path.dirname(file)), url: url(file) }
        const contents = readFileSync(file, 'utf8').replaceAll(
          /\bimport\.meta\.(dirname|url)\b/g,
          (_, name: keyof typeof places) => places[name],
        )
        return { contents, loader: 'ts' }
      })
    },
  }
}
