import { describe, expect, it, test } from 'vitest'
import { evaluate, expand } from './arithmetic'
import { runCommand } from './commands'
import { createLineEditor } from './line-editor'
import type { Machine } from './machine'

describe('arithmetic', () => {
  test.each([
    ['40+2', 42],
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['-7 / 2', -3],
    ['7 % 4 - 10', -7],
    ['1 / 0', null],
    ['', null],
    ['2 +', null],
    ['2 2', null],
    ['process.exit()', null],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text)).toBe(value)
  })

  test('leaves text that is no expression unchanged', () => {
    expect(expand('a-$((40+2))-$((no))-$HOME-$NOBODY.', { HOME: '/root' })).toBe('a-42-$((no))-/root-.')
  })
})

describe('the line', () => {
  function typed(text: string) {
    const seen = { text: '', lines: [] as string[], interrupts: 0, ends: 0 }
    const editor = createLineEditor({
      write: (more) => {
        seen.text += more
      },
      onLine: (line) => seen.lines.push(line),
      onInterrupt: () => {
        seen.interrupts += 1
      },
      onEnd: () => {
        seen.ends += 1
      },
    })
    editor.take(new TextEncoder().encode(text))
    return seen
  }

  it('is echoed, erased, dropped and recalled', () => {
    expect(typed('ab\x7fc\r')).toMatchObject({ lines: ['ac'], text: 'ab\b \bc\r\n' })
    expect(typed('abc\x15d\r').lines).toEqual(['d'])
    expect(typed('abc\x03d\r')).toMatchObject({ lines: ['d'], interrupts: 1 })
    expect(typed('one\rtwo\r\x1b[A\x1b[A\r').lines).toEqual(['one', 'two', 'one'])
    expect(typed('a\x1b[D\x1b[3~\x1bOCb\r').lines).toEqual(['ab'])
    expect(typed('a\x04b\r\x04')).toMatchObject({ lines: ['ab'], ends: 1 })
    expect(typed('é\x7f\r').lines).toEqual([''])
  })

  it('has a maximum length', () => {
    expect(typed(`${'x'.repeat(5_000)}\r`).lines[0]).toHaveLength(1_000)
  })
})

const machine: Machine = {
  instance: {
    name: 'ins-1',
    type: 'container',
    resourceId: null,
    organisationId: null,
    installation: null,
    label: 'web',
    hostName: 'host-1',
    zoneCode: 'PAR1',
    image: 'debian-13',
    vcpu: 2,
    memoryMib: 4096,
    rootDiskGib: 20,
    sshKeys: ['ssh-ed25519 AAAA one'],
    userData: '',
    address: '10.0.0.7',
    address6: null,
    networkName: null,
    tags: {},
    content: '',
    power: 'running',
    previousPower: null,
    reachableAt: new Date('2026-11-24T09:00:00Z'),
    createdAt: new Date('2026-11-24T08:59:00Z'),
  },
  volumes: [{ name: 'vol-1', sizeGib: 100 }],
  processes: [{ id: 1, command: '/sbin/init' }],
  now: new Date('2026-11-25T10:05:00Z'),
}
const run = (text: string) => runCommand(text, { machine, size: { columns: 80, rows: 24 }, lastExitCode: 4 })

test.each([
  ['hostname', /^ins-1\n$/, 0],
  ['echo "a" $((2*3)) $?', /^a 6 4\n$/, 0],
  ['uptime', /^up 1 days, 1:05\n$/, 0],
  ['free -m', /^ +MiB +total.*\n +Mem: +4096 +\d+ +\d+\n$/, 0],
  ['df', /\nroot +20480 +\d+ +\d+ \/\nvol-1? ?|.*\/mnt\/vol-1\n$/, 0],
  ['ip addr', /inet 10\.0\.0\.7/, 0],
  ['stty size', /^24 80\n$/, 0],
  ['ls', /^README {2}content\n$/, 0],
  ['ls -l /', /^etc {2}mnt {2}proc {2}root {2}var\n$/, 0],
  ['ls /nowhere', /No such file/, 1],
  ['cat README', /This server is simulated/, 0],
  ['cat /etc/hostname', /^ins-1\n$/, 0],
  ['cat /etc/shadow', /No such file/, 1],
  ['help', /simulated.*knows: cat clear/, 0],
  ['constructor', /not found/, 127],
  ['false', /^$/, 1],
  ['', /^$/, 4],
  ['exit', /^$/, 4],
  ['exit 300', /^$/, 44],
])('%s prints %s', (text, pattern, exitCode) => {
  const outcome = run(text)
  expect(outcome.text).toMatch(pattern)
  expect(outcome.exitCode).toBe(exitCode)
})

test('a rescue system has the server’s disk below a folder and its own files elsewhere', () => {
  const rescue: Machine = { ...machine, instance: { ...machine.instance, power: 'rescue', content: 'kept' } }
  const say = (text: string) =>
    runCommand(text, { machine: rescue, size: { columns: 80, rows: 24 }, lastExitCode: 0 }).text
  expect(say('cat README')).toMatch(/rescue system.*\/mnt\/server/)
  expect(say('cat /mnt/server/root/content')).toBe('kept\n')
  expect(say('ls /mnt/server')).toBe('etc  mnt  proc  root  var\n')
  expect(say('cat /etc/hostname')).toBe('ins-1-rescue\n')
})
