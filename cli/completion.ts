import { commonFlags } from './arguments'
import type { Call } from './call'
import type { Command, Flag } from './command-table'
import type { Journey } from './journeys/journey'
import { listAll } from './names'

const scripts: Readonly<Record<string, string>> = {
  bash: `_andromede() {
  local IFS=$'\\n'
  COMPREPLY=($(andromede __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _andromede andromede
`,
  zsh: `#compdef andromede
_andromede() {
  local -a found
  found=("\${(@f)$(andromede __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _andromede andromede
`,
  fish: `complete -c andromede -f -a '(andromede __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}
export const shells = Object.keys(scripts)
export const completionScript = (shell: string) => scripts[shell] ?? ''

type Known = { commands: readonly Command[]; journeys: readonly Journey[] }

/** What the last word can become. Names are read from the API when there is access. */
export async function candidates(
  words: readonly string[],
  { commands, journeys }: Known,
  call: () => Call,
): Promise<string[]> {
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const [noun, verb] = before
  const all = [...journeys, ...commands]
  const starting = (texts: readonly string[]) =>
    [...new Set(texts)].filter((each) => each.startsWith(last)).sort()
  if (noun === undefined) return starting(all.map((each) => each.noun))
  const ofNoun = all.filter((each) => each.noun === noun)
  const alone = ofNoun.find((each) => each.verb === '')
  if (!alone && verb === undefined) return starting(ofNoun.map((each) => each.verb))
  const command = alone ?? ofNoun.find((each) => each.verb === verb)
  if (!command) return []
  const flags: readonly Flag[] = 'flags' in command ? command.flags : [...command.query, ...command.body]
  if (last.startsWith('-'))
    return starting(
      [...flags.map(({ name }) => name), ...Object.keys(commonFlags)].map((name) => `--${name}`),
    )
  const flag = flags.find(({ name }) => `--${name}` === before.at(-1))
  if (flag?.values) return starting(flag.values)
  if (command.noun === 'completion') return starting(shells)
  const names = flag?.names ?? ('flags' in command ? serverNames(command) : command.places[0]?.names)
  if (!names) return []
  const items = await listAll(call(), names.path, {}, 200)
  return starting(items.map((item) => String(item[names.field])))
}

const serverNames = ({ places }: Journey) =>
  places[0]?.label === 'SERVER' ? { path: '/v1/instances', field: 'name' } : undefined
