import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditEvents } from './lib/audit/events'

/** Files that git tracks or would track: ignored files are not checked. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file))
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file))
const text = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]))
const isTest = (file: string) => /\.test\.tsx?$|^e2e\/|(^|\/)testing\//.test(file)

/** Occurrences of `pattern` as `file:line`, outside tests. */
function occurrences(pattern: RegExp, where: (file: string) => boolean): string[] {
  return [...text]
    .filter(([file]) => where(file) && !isTest(file))
    .flatMap(([file, body]) =>
      body.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    )
}

describe('the repository keeps its own rules', () => {
  it('finds its own files', () => {
    expect(sources.length).toBeGreaterThan(150)
  })

  it('pins every dependency to one version', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    )
    expect(ranges.length).toBeGreaterThan(50)
    const exact = /^(npm:[^@]+@)?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/
    expect(ranges.filter(([, range]) => !exact.test(range))).toEqual([])
  })

  it('writes links through lib/routes only', () => {
    // External addresses and fragments are not pages of ours.
    expect(occurrences(/href=(["'`]|\{["'`])\/(?!\/)/, (file) => /^(app|components)\//.test(file))).toEqual(
      [],
    )
    expect(
      occurrences(/(redirect|push|replace)\((["'`])\//, (file) => /^(app|components)\//.test(file)),
    ).toEqual([])
  })

  it('draws lists of choices, dates and long texts with the fields of the kit alone', () => {
    const native =
      /<(select|textarea|progress|meter)\b|\btype(=|: )(["'`]|\{["'`])(date|datetime-local|month|week|time|range|color)["'`]/
    const mayDraw = (file: string) => /^components\/ui\/fields\//.test(file)
    expect(occurrences(native, (file) => /^(app|components)\/.*\.tsx$/.test(file) && !mayDraw(file))).toEqual(
      [],
    )
    expect(occurrences(native, mayDraw).length).toBeGreaterThan(1)
  })

  it('reads the clock in lib/kernel, app/_server and the worker loop only', () => {
    const mayRead = (file: string) =>
      /^lib\/(kernel|worker)\//.test(file) ||
      /^lib\/(hypervisors\/(incus|simulator|port|testing)|sagas\/engine)\//.test(file)
    expect(
      occurrences(/new Date\(\)|Date\.now\(\)/, (file) => file.startsWith('lib/') && !mayRead(file)),
    ).toEqual([])
  })

  it('reads the environment through lib/kernel/configuration alone', () => {
    // Of the build and the operating system, and those that the bundler replaces.
    const others =
      /process\.env\b(?!\.(NODE_ENV|NEXT_RUNTIME|SCHEMA_VERSION|PRODUCT_VERSION|__NEXT_PRIVATE_(ORIGIN|STANDALONE_CONFIG)|PATH|npm_\w+)\b)/
    const mayRead = (file: string) =>
      /^lib\/kernel\/configuration\/(read|load)\.ts$/.test(file) ||
      // They pass variables on, or run before the sources can be loaded.
      /^bin\/lib\/(child-environment\.ts|follow-parent\.mjs|site-processes\.mjs)$/.test(file) ||
      // Tools, and a program of its own.
      /^(bench\/|cli\/terminal\.ts$|lib\/api\/reference\/examples\.ts$|bin\/lib\/test\/|bin\/(bundle|build)\.mjs$|deploy\/(outside-vantage|fill-compile-cache)\.mjs$|[a-z]+\.config\.ts$)/.test(
        file,
      )
    expect(occurrences(others, (file) => !mayRead(file))).toEqual([])
  })

  it('has no unfinished marks, focused tests or silenced checkers', () => {
    const marks = new RegExp(
      [
        'TO' + 'DO',
        'FIX' + 'ME',
        '@ts-ig' + 'nore',
        '\\bas an' + 'y\\b',
        'wait' + 'ForTimeout',
        '\\.on' + 'ly\\(',
      ].join('|'),
    )
    const found = [...text]
      .filter(([file, body]) => file !== 'repo.test.ts' && marks.test(body))
      .map(([file]) => file)
    expect(found).toEqual([])
  })

  it('sends only parametrised SQL through drizzle', () => {
    const isOther = (file: string) => file !== 'db/constant-sql.ts'
    expect(occurrences(/sql\.raw\(|sql\.identifier\(/, isOther)).toEqual([])
  })

  it('keeps SQL in db/ and in the queries of each domain', () => {
    expect(
      occurrences(
        /from 'drizzle-orm|from 'postgres'/,
        (file) => /^(app|components|lib)\//.test(file) && !file.includes('/queries/'),
      ),
    ).toEqual([])
  })

  it('numbers its migrations consecutively and names them as phrases', () => {
    const names = readdirSync('db/migrations').sort()
    expect(names[0]).toBe('0000_baseline')
    names.slice(1).forEach((name, index) => {
      const number = String(index + 1).padStart(4, '0')
      expect(name).toMatch(new RegExp(`^${number}_[a-z0-9]+(-[a-z0-9]+)+(\\.sql)?$`))
    })
  })

  it('names each file of functions after its function, once', () => {
    const sql = files.filter((file) => /^db\/functions\/.*\.sql$/.test(file))
    const names = sql.map((file) => path.basename(file, '.sql'))
    expect(new Set(names).size).toBe(sql.length)
    for (const [index, file] of sql.entries()) {
      const created = [...readFileSync(file, 'utf8').matchAll(/^create (?:or replace )?function ([\w.]+)/gim)]
      expect(created.length, file).toBeGreaterThan(0)
      for (const [start, name] of created) {
        expect(start, file).toMatch(/^create or replace function /)
        expect(name, file).toBe(`app.${names[index]}`)
      }
    }
  })

  it('creates functions in db/functions alone', () => {
    const migrations = files.filter((file) => /^db\/migrations\/.*\.sql$/.test(file))
    expect(
      migrations.filter((file) => /\bcreate (or replace )?function\b/i.test(readFileSync(file, 'utf8'))),
    ).toEqual([])
  })

  it('uses and translates every audit event', () => {
    const all = [...text]
      .filter(([file]) => !isTest(file) && file !== 'lib/audit/events.ts')
      .map(([, body]) => body)
      .join('\n')
    // Sign-in serves accounts and staff: it names the event, `personEvent(…)` adds the prefix.
    const isUsed = (event: string) =>
      all.includes(`'${event}'`) || new RegExp(`personEvent\\([^)]*'${event.split('.')[1]}'`).test(all)
    expect(auditEvents.filter((event) => !isUsed(event))).toEqual([])
    for (const locale of ['fr', 'en']) {
      const texts = readFileSync(`i18n/${locale}/audit.json`, 'utf8')
      expect(auditEvents.filter((event) => !texts.includes(`"${event.replaceAll('.', '_')}"`))).toEqual([])
    }
  })

  it('keeps files small', () => {
    const lengths = sources
      .filter((file) => !isTest(file))
      .map((file) => [file, (text.get(file) ?? '').split('\n').length] as const)
    expect(lengths.filter(([, lines]) => lines > 380).map(([file, lines]) => `${file}: ${lines}`)).toEqual([])
    const sorted = lengths.map(([, lines]) => lines).sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100)
  })

  it('exports only actions from actions.ts and handlers from route.ts', () => {
    const loose = [...text].flatMap(([file, body]) => {
      if (/^app\/.*\/actions\.ts$/.test(file)) {
        return [...body.matchAll(/^export (?!type )(.+)$/gm)]
          .filter(([, rest]) => !/^const \w+Action = defineAction\(/.test(rest ?? ''))
          .map(([line]) => `${file}: ${line}`)
      }
      if (/^app\/.*\/route\.ts$/.test(file) && !file.includes('api/auth')) {
        return [...body.matchAll(/^export (.+)$/gm)]
          .filter(
            ([, rest]) =>
              !/^(const GET = defineRoute\(|const POST = define(?:Keyed|Signed|Upload)Route\(|const dynamic|async function GET)/.test(
                rest ?? '',
              ),
          )
          .map(([line]) => `${file}: ${line}`)
      }
      return []
    })
    expect(loose).toEqual([])
  })
})
