/**
 * Keys that the code builds at run time from something that is no literal, with the reason. A key written
 * with a template (`themes.${name}`) is understood without being listed.
 */
export const dynamicKeys: readonly { prefix: string; why: string }[] = [
  { prefix: 'errors.', why: 'the codes and reasons of refusals, as the domain gives them' },
  { prefix: 'identity.banner.', why: 'the states of an organisation, as they are' },
  { prefix: 'audit.fact.', why: 'the names of the facts of a line, as they were recorded' },
  { prefix: 'audit.value.', why: 'what those facts say, as it was recorded' },
  { prefix: 'audit.subjectKind.', why: 'what a line of the journal is about, as it was recorded' },
  { prefix: 'webhooks.event.', why: 'the events of the catalogue' },
  { prefix: 'import.reason.', why: 'what is wrong with a line of a list, as the domain gives it' },
  { prefix: 'import.meanings.', why: 'the columns of a list of hosts, as the domain names them' },
  { prefix: 'legal.', why: 'sections of a document, read as a list' },
  { prefix: 'ordering.state.', why: 'the states of an order, as they are' },
  { prefix: 'provisioning.failure.', why: 'what a worker met at a hypervisor, as it recorded it' },
  { prefix: 'cases.doubt.', why: 'why no rule accepted an order, as it was recorded' },
  { prefix: 'moderation.nav.', why: 'the navigation receives its translator' },
  { prefix: 'identity.nav.', why: 'the same, and names of pages by their ids' },
]

/** Functions that receive `t` as a parameter: the file, and the namespace it speaks. */
export const translatorParameters: Readonly<Record<string, string>> = {
  'components/form/validity.ts': 'common',
  'components/ui/fields/refusal-text.ts': 'errors',
  'components/firewall/rule-texts.ts': 'firewall',
  'components/billing/document-columns.tsx': 'billing',
  'components/billing/listed-columns.tsx': 'billing',
  'components/sla/timeline-rows.ts': 'timeline',
  'app/(operator)/operator/moderation/_components/describe-case.ts': 'cases',
}

/** Text between tags that is no language: names of keys, and the like. */
export const untranslated: readonly string[] = ['esc', '⌘K', 'curl', 'TypeScript']

/** Files that may speak for themselves: they stand in when the texts cannot be loaded. */
export const speaksForItself: readonly string[] = ['app/global-error.tsx']
