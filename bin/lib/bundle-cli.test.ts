import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleCustomerCli } from './bundle-cli.ts'
import { root } from './root.ts'

const built = path.join('test-results', `cli-${process.pid}.cjs`)
let folder: string
let sources: string[]

beforeAll(async () => {
  sources = await bundleCustomerCli(built)
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-bundle-'))
  // As a customer keeps it: elsewhere, without an extension, in the path.
  copyFileSync(path.join(root, built), path.join(folder, 'andromede'))
})
afterAll(() => {
  rmSync(path.join(root, built), { force: true })
  rmSync(folder, { recursive: true, force: true })
  rmSync(path.join(root, 'cli/andromede.cjs'), { force: true })
})

const run = (program: string, args: string[]) =>
  spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder },
  })

test('the command line is one executable file, of its own sources alone', () => {
  expect(sources.filter((file) => !file.startsWith('cli/'))).toEqual([])
  expect(statSync(path.join(root, built)).mode & 0o777).toBe(0o755)
  const { status, stdout, stderr } = run('andromede', ['--help'])
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('andromede server create')
  expect(run('andromede', ['server', 'lits'])).toMatchObject({ status: 2, stdout: '' })
})

test('its package contains that file and nothing else', () => {
  const { status, stdout } = spawnSync('npm', ['pack', './cli', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')))
  expect(files.map(({ path: file }: { path: string }) => file).sort()).toEqual([
    'andromede.cjs',
    'package.json',
  ])
  expect(readdirSync(folder).some((name) => name.endsWith('.tgz'))).toBe(true)
})

/** What each shell offers for the words `andromede server st`, as it asks the completion that was loaded. */
const asked: Record<string, string> = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell replaces it
  bash: 'source <(andromede completion bash); COMP_WORDS=(andromede server st); COMP_CWORD=2; _andromede; printf "%s\\n" "${COMPREPLY[@]}"',
  zsh: 'autoload -U compinit; compinit -D -u; source <(andromede completion zsh); compadd() { shift 2; eval "print -l \\$found"; }; words=(andromede server st); CURRENT=3; _andromede',
  fish: 'andromede completion fish | source; complete -C "andromede server st"',
}
const isThere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

test.for(Object.keys(asked))('%s completes its words', (shell, { skip }) => {
  if (!isThere(shell)) skip(`${shell} is not installed`)
  const { stdout, stderr } = run(shell, ['-c', asked[shell] ?? ''])
  expect(stderr).toBe('')
  const offered = stdout.split('\n').map((line) => line.split('\t')[0])
  expect(offered).toContain('start')
  expect(offered).toContain('stop')
  expect(offered).not.toContain('list')
})
