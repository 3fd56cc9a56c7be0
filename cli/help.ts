import type { Command, Flag } from './command-table'
import type { Journey } from './journeys/journey'

type Entry = Command | Journey

const common = `Every command takes:
  --profile NAME     one of your profiles
  --api ADDRESS      another address of the API
  --json, --table    for programs, for people; by default for people on a terminal
  --wait, --no-wait  wait until the work has ended; by default on a terminal
  --yes              delete without a question
  --max N            at most so many items of a list
  --input FILE       the fields as JSON, or the file to send; - is standard input
  -o, --output FILE  where to write a file that is downloaded
Values: @FILE is the content of a file. What has a name can be given by name or id.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 no right, 4 not found, 5 conflict, 6 limit reached.
`

export function generalHelp(commands: readonly Command[], journeys: readonly Journey[]): string {
  const nouns = [...new Set([...journeys, ...commands].map(({ noun }) => noun))]
  const alone = journeys.filter(({ verb }) => verb === '').map(({ noun }) => noun)
  const others = nouns.filter((noun) => !alone.includes(noun)).sort()
  return `andromede NOUN VERB [options]
andromede NOUN --help            the commands of a noun
andromede NOUN VERB --help       what a command takes

Start:
  andromede login --api https://api.example.org
  andromede offer list
  andromede server create --name web --public-address

${aligned(journeys.map((each) => [usage(each), each.summary]))}
Nouns:
${wrapped(others)}
${common}`
}

export function nounHelp(noun: string, entries: readonly Entry[]): string {
  return `andromede ${noun} VERB [options]\n\n${aligned(entries.map((each) => [each.verb, each.summary]))}`
}

export function entryHelp(entry: Entry): string {
  const flags: readonly Flag[] = 'flags' in entry ? entry.flags : [...entry.query, ...entry.body]
  const takesFile = 'takes' in entry && entry.takes === 'file' ? ' --input FILE' : ''
  return `andromede ${usage(entry)}${takesFile}${flags.length > 0 ? ' [options]' : ''}

${entry.summary}.${entry.description ? `\n${entry.description}` : ''}

${aligned(flags.map((flag) => [`--${flag.name}${valueLabel(flag)}`, aboutFlag(flag)]))}${flags.length > 0 ? '\n' : ''}${common}`
}

const usage = ({ noun, verb, places }: Entry) =>
  [noun, verb, ...places.map(({ label }) => label)].filter(Boolean).join(' ')

function valueLabel({ type }: Flag): string {
  if (type === 'boolean') return ''
  return type === 'json' ? ' JSON' : type === 'text' ? ' TEXT' : ' N'
}

function aboutFlag({ help, values, isRequired, isList, names }: Flag): string {
  return [
    isRequired && 'Required.',
    help,
    values && `One of: ${values.join(', ')}.`,
    names && 'Name or id.',
    isList && 'Can be given several times.',
  ]
    .filter(Boolean)
    .join(' ')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const width = Math.min(34, Math.max(0, ...rows.map(([left = '']) => left.length)))
  return rows.map(([left = '', right = '']) => `${`  ${left.padEnd(width)}  ${right}`.trimEnd()}\n`).join('')
}

function wrapped(words: readonly string[]): string {
  const lines = ['']
  for (const word of words) {
    const next = `${lines.at(-1)} ${word}`
    if (next.length > 90) lines.push(` ${word}`)
    else lines[lines.length - 1] = next
  }
  return lines.map((line) => ` ${line}\n`).join('')
}
