import type { ShellSize } from '../../port/shell'
import { heldAddresses } from '../simulated-guest'
import { expand } from './arithmetic'
import { filesOf, loadOf, type Machine, startOf } from './machine'

export type Outcome = {
  text: string
  exitCode: number
  /** Ends the shell. */
  isExit?: true
  sleepSeconds?: number
}
type CommandInput = { words: readonly string[]; machine: Machine; size: ShellSize; lastExitCode: number }
type Command = (input: CommandInput) => Outcome

const printed = (text: string): Outcome => ({ text: text === '' ? '' : `${text}\n`, exitCode: 0 })
const refused = (text: string, exitCode = 1): Outcome => ({ text: `${text}\n`, exitCode })
const mib = 1024
const columns = (cells: readonly (string | number)[], widths: readonly number[]) =>
  cells.map((cell, i) => String(cell).padStart(widths[i] ?? 0)).join(' ')

const commands: Record<string, Command> = {
  help: () =>
    printed(
      `This server is simulated. Its shell knows: ${Object.keys(commands).sort().join(' ')}.\nSeveral commands are separated by ; and $((6 * 7)) is a sum.`,
    ),
  hostname: ({ machine }) => printed(machine.instance.name),
  whoami: () => printed('root'),
  id: () => printed('uid=0(root) gid=0(root)'),
  pwd: () => printed('/root'),
  uname: ({ words, machine }) =>
    printed(words[1] === '-a' ? `Linux ${machine.instance.name} simulated x86_64 GNU/Linux` : 'Linux'),
  date: ({ machine }) => printed(machine.now.toUTCString()),
  nproc: ({ machine }) => printed(String(machine.instance.vcpu)),
  echo: ({ words }) => printed(words.slice(1).join(' ')),
  true: () => printed(''),
  false: () => ({ text: '', exitCode: 1 }),
  clear: () => ({ text: '\x1b[H\x1b[2J', exitCode: 0 }),
  uptime: ({ machine }) => {
    const minutes = Math.max(0, Math.floor((machine.now.getTime() - startOf(machine).getTime()) / 60_000))
    const days = Math.floor(minutes / 1440)
    const clock = `${Math.floor((minutes % 1440) / 60)}:${String(minutes % 60).padStart(2, '0')}`
    return printed(`up ${days > 0 ? `${days} days, ` : ''}${clock}`)
  },
  free: ({ machine }) => {
    const { memoryMib } = loadOf(machine)
    const total = machine.instance.memoryMib
    const widths = [6, 9, 9, 9]
    return printed(
      [
        columns(['MiB', 'total', 'used', 'free'], widths),
        columns(['Mem:', total, memoryMib, total - memoryMib], widths),
      ].join('\n'),
    )
  },
  df: ({ machine }) => {
    const line = (name: string, sizeMib: number, usedMib: number, where: string) =>
      `${columns([name.padEnd(32), sizeMib, usedMib, sizeMib - usedMib], [32, 9, 9, 9])} ${where}`
    return printed(
      [
        `${columns(['Filesystem'.padEnd(32), 'MiB', 'used', 'free'], [32, 9, 9, 9])} mounted on`,
        line('root', machine.instance.rootDiskGib * mib, loadOf(machine).diskMib, '/'),
        ...machine.volumes.map(({ name, sizeGib }) => line(name, sizeGib * mib, 0, `/mnt/${name}`)),
      ].join('\n'),
    )
  },
  ip: ({ machine }) =>
    printed(
      [
        '1: lo: <UP>\n    inet 127.0.0.1/8\n2: eth0: <UP>',
        ...heldAddresses(machine.instance).map((each) => `    inet${each.includes(':') ? '6' : ''} ${each}`),
        ...(machine.moreAddresses ?? []).map(
          (address, index) => `${index + 3}: eth${index + 1}: <UP>\n    inet ${address}`,
        ),
      ].join('\n'),
    ),
  wget: ({ words, machine }) => {
    if (!readUrl(words.join(' '))) return refused('wget: only http://ADDRESS/ is known')
    if (machine.met?.is === 'open') return printed(`hello from ${machine.met.server}`)
    return refused(`wget: ${machine.met?.is === 'refused' ? 'Connection refused' : 'download timed out'}`)
  },
  ps: ({ machine }) =>
    printed(
      [
        '  PID COMMAND',
        ...machine.processes.map(({ id, command }) => `${String(id).padStart(5)} ${command}`),
      ].join('\n'),
    ),
  stty: ({ words, size }) =>
    words[1] === 'size'
      ? printed(`${size.rows} ${size.columns}`)
      : refused('stty: only `stty size` is known'),
  ls: ({ words, machine }) => {
    const folder = `/${(words.find((word) => word.startsWith('/')) ?? '/root').split('/').filter(Boolean).join('/')}`
    const inside = folder === '/' ? '/' : `${folder}/`
    const names = Object.keys(filesOf(machine)).flatMap((file) =>
      file.startsWith(inside) ? [file.slice(inside.length).split('/')[0] ?? ''] : [],
    )
    const shown = [...new Set(names)].filter((name) => !name.startsWith('.')).sort()
    return shown.length > 0 ? printed(shown.join('  ')) : refused(`ls: ${folder}: No such file or directory`)
  },
  cat: ({ words, machine }) => {
    const name = words[1] ?? ''
    const file = name.startsWith('/') ? name : `/root/${name}`
    const text = filesOf(machine)[file]
    return text === undefined ? refused(`cat: ${name}: No such file or directory`) : { text, exitCode: 0 }
  },
  sleep: ({ words }) => {
    const seconds = Number(words[1])
    const isSound = Number.isFinite(seconds) && seconds >= 0 && seconds <= 86_400
    return isSound ? { text: '', exitCode: 0, sleepSeconds: seconds } : refused('sleep: invalid time')
  },
  exit: ({ words, lastExitCode }) => {
    const code = words[1] === undefined ? lastExitCode : Number(words[1])
    return { text: '', exitCode: Number.isInteger(code) ? code & 255 : 2, isExit: true }
  },
}

/** The address and port that a `wget` connects to; null for any other command. Pure. */
export function readUrl(text: string): { address: string; port: number } | null {
  const found = /^\s*wget .*http:\/\/(?:([\d.]+)|\[([\da-f:]+)\])(?::(\d{1,5}))?\/?/.exec(text)
  const address = found?.[1] ?? found?.[2]
  return address ? { address, port: Number(found?.[3] ?? 80) } : null
}

/** Returns a command's output and effects. Pure. */
export function runCommand(
  text: string,
  input: { machine: Machine; size: ShellSize; lastExitCode: number },
): Outcome {
  const variables = {
    '?': String(input.lastExitCode),
    HOME: '/root',
    HOSTNAME: input.machine.instance.name,
    USER: 'root',
  }
  const words = expand(text, variables)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  const [name] = words
  if (name === undefined) return { text: '', exitCode: input.lastExitCode }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return command ? command({ words, ...input }) : refused(`sh: ${name}: not found (try help)`, 127)
}
