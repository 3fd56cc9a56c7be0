import { type ProcessName, variableNames, variableOf } from '~/lib/kernel/configuration/variables'

const sections: Record<string, ProcessName[]> = {
  'Portal, operator’s site': ['portal', 'operator'],
  Worker: ['worker'],
  'Console gateway': ['console'],
  API: ['api'],
  'prepare-database, grant, migrate': ['prepare', 'grant'],
  'Other commands': ['command'],
  'npm start, npm run dev': ['start'],
}

/** `docs/operating/configuration.md`: its introduction, and a table of variables for each process. */
export function renderConfigurationPage(introduction: string): string {
  const tables = Object.entries(sections).map(([title, processes]) =>
    table(title, ['variable', 'default', 'meaning'], rowsOf(processes)),
  )
  return `${[introduction.trim(), ...tables, testsTable()].join('\n\n')}\n`
}

const rowsOf = (processes: ProcessName[]) =>
  variableNames
    .map((name) => ({ name, ...variableOf(name) }))
    .filter(
      ({ use, isForTests, isInternal }) =>
        !isForTests && !isInternal && processes.some((each) => use.includes(each)),
    )
    .map(({ name, use, required, fallback, fallbackIn, isSecret, about }) => {
      const users = processes.filter((each) => use.includes(each))
      const notes = [...(isSecret ? ['secret'] : []), ...(users.length < processes.length ? users : [])]
      const standard =
        users.map((each) => fallbackIn?.[each]).find(Boolean) ?? (fallback ? `\`${fallback}\`` : '')
      const isRequired = users.some((each) => required?.includes(each))
      return [
        `\`${name}\`${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
        isRequired ? '**required**' : standard,
        about,
      ]
    })

const testsTable = () =>
  table(
    'For tests',
    ['variable', 'read by', 'meaning'],
    variableNames
      .map((name) => ({ name, ...variableOf(name) }))
      .filter(({ isForTests }) => isForTests)
      .map(({ name, use, about }) => [`\`${name}\``, use.join(', '), about]),
  )

function table(title: string, heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `|${cells.map((cell) => (cell ? ` ${cell} ` : ' ')).join('|')}|`
  return [`## ${title}`, '', line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
