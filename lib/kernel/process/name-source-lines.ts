import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The maps of the last files that a stack trace named; one of a large page takes tens of megabytes. */
const keptMaps = 4

/**
 * Afterwards the stack traces of this process name the lines of the sources instead of those of the bundles. A map is
 * read when a stack trace first names its bundle. Node's `--enable-source-maps` reads every map as it loads the bundle,
 * which is a third of a site's start.
 */
export function nameSourceLines(): void {
  const maps = new Map<string, SourceMap | null>()
  const mapOf = (url: string): SourceMap | null => {
    const kept = maps.get(url)
    const map = kept === undefined ? readMap(url) : kept
    // The last named is the last to be forgotten.
    maps.delete(url)
    maps.set(url, map)
    for (const oldest of maps.keys()) if (maps.size > keptMaps) maps.delete(oldest)
    return map
  }
  Error.prepareStackTrace = (error, calls) =>
    [titleOf(error), ...calls.map((call) => `    at ${lineOf(call, mapOf)}`)].join('\n')
}

/** As V8 describes the call, with its place in the sources where that is known. */
function lineOf(call: NodeJS.CallSite, mapOf: (url: string) => SourceMap | null): string {
  const text = String(call)
  const [file, line, column] = [call.getScriptNameOrSourceURL(), call.getLineNumber(), call.getColumnNumber()]
  if (!file || line === null || column === null) return text
  const url = file.startsWith('/') ? pathToFileURL(file).href : file
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return text
  const entry = mapOf(url)?.findEntry(line - 1, column - 1)
  // Code that the bundler wrote has no source.
  if (!entry || !('originalSource' in entry) || !entry.originalSource) return text
  const source = new URL(entry.originalSource, url)
  const place = source.protocol === 'file:' ? fileURLToPath(source) : source.href
  return text.replace(
    `${file}:${line}:${column}`,
    () => `${place}:${entry.originalLine + 1}:${entry.originalColumn + 1}`,
  )
}

/** Null when the file has no map that can be read. */
function readMap(url: string): SourceMap | null {
  try {
    const text = readFileSync(new URL(`${url}.map`), 'utf8')
    return new SourceMap(JSON.parse(text, withoutSources) as SourceMapPayload)
  } catch {
    return null
  }
}

/** Lines are named without the sources themselves, which are most of a map. */
const withoutSources = (key: string, value: unknown) => (key === 'sourcesContent' ? undefined : value)

/** The error's name and message; an error may answer neither. */
function titleOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}
