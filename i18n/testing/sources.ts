import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export type Source = { file: string; ast: ts.SourceFile }

export function parse(file: string, text: string): Source {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return { file, ast: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind) }
}

/** Every product file below the folders, tests left out. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('testing/'))
      .map((file) => parse(file, readFileSync(path.join(root, file), 'utf8'))),
  )
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void) {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

export function place(source: Source, node: ts.Node): string {
  return `${source.file}:${source.ast.getLineAndCharacterOfPosition(node.getStart(source.ast)).line + 1}`
}
