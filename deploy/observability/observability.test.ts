import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { definitions } from '~/lib/kernel/metrics/definitions'

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }
type Panel = { title: string; targets: { expr: string; legendFormat: string }[] }

const folder = 'deploy/observability'
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8')
const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
)
const dashboards = globSync(`${folder}/dashboards/*.json`).sort()
const panelsOf = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] }).panels
const expressions = [
  ...rules.map(({ expr, annotations }) => [expr, annotations.summary ?? ''] as const),
  ...dashboards.flatMap((file) =>
    panelsOf(file).flatMap(({ targets }) => targets.map((each) => [each.expr, each.legendFormat] as const)),
  ),
]

/** What Prometheus adds, and what Node exports by itself. */
const usualLabels = ['instance', 'job', 'le']
const usualMetrics = ['up', 'nodejs_eventloop_lag_p99_seconds']
const exported = new Map<string, readonly string[]>(
  Object.values(definitions).flatMap((definition): [string, readonly string[]][] =>
    definition.kind === 'histogram'
      ? ['bucket', 'sum', 'count'].map((part) => [`${definition.name}_${part}`, definition.labels])
      : [[definition.name, definition.labels]],
  ),
)
const metricsOf = (expr: string) => expr.match(/\b(andromede_[a-z_]+|nodejs_[a-z0-9_]+|up)\b/g) ?? []
const labelsOf = (expr: string, text: string) => [
  ...[...expr.matchAll(/([a-z_]+)\s*(?:=|!=|=~|!~)"/g)].map((match) => match[1] ?? ''),
  ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((label) => label.trim()),
  ),
  ...[...text.matchAll(/\{\{ ?(?:\$labels\.)?([a-z]+) ?\}\}/g)].map((match) => match[1] ?? ''),
]

test('rules and dashboards name only metrics that the product exports', () => {
  const unknown = expressions.flatMap(([expr]) =>
    metricsOf(expr).filter((name) => !exported.has(name) && !usualMetrics.includes(name)),
  )
  expect(unknown).toEqual([])
})

test('each label in a rule or a panel belongs to a metric of its expression', () => {
  const unknown = expressions.flatMap(([expr, text]) => {
    const known = new Set([...usualLabels, ...metricsOf(expr).flatMap((name) => exported.get(name) ?? [])])
    return labelsOf(expr, text).filter((label) => label !== '' && !known.has(label))
  })
  expect(unknown).toEqual([])
})

test('every metric is on a dashboard or in a rule', () => {
  const text = expressions.map(([expr]) => expr).join('\n')
  expect(
    Object.values(definitions)
      .filter(({ name }) => !text.includes(name))
      .map(({ name }) => name),
  ).toEqual([])
})

test('every panel has a title and a query, and no two panels of a dashboard the same title', () => {
  expect(dashboards).toHaveLength(4)
  for (const file of dashboards) {
    const titles = panelsOf(file).map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
    for (const { targets } of panelsOf(file)) expect(targets.length).toBeGreaterThan(0)
  }
})

describe('each alert', () => {
  const page = readFileSync('docs/operating/alerts.md', 'utf8')
  const names = rules.map(({ alert }) => alert)

  test('has a name of its own, a severity, a summary and a runbook', () => {
    expect(new Set(names).size).toBe(names.length)
    for (const { alert, labels, annotations } of rules) {
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(annotations.summary).toMatch(/\.$/)
      expect(annotations.runbook).toBe(`docs/operating/alerts.md#${alert.toLowerCase()}`)
    }
  })

  test('has its section of the page, with what to do', () => {
    expect([...page.matchAll(/^### (\w+)$/gm)].map((match) => match[1])).toEqual(names)
    expect(page.match(/^- Customers see: ./gm)).toHaveLength(names.length)
    expect(page.match(/^- Do: ./gm)).toHaveLength(names.length)
  })

  test('is tested with a fault, and with an installation that is well', () => {
    const { tests } = parse(read('alerts.test.yaml')) as {
      tests: { name: string; alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[]
    }
    const firing = (isFiring: boolean) =>
      new Set(
        tests.flatMap(({ alert_rule_test: checks }) =>
          checks.filter((each) => each.exp_alerts.length > 0 === isFiring).map(({ alertname }) => alertname),
        ),
      )
    expect([...firing(true)].sort()).toEqual([...names].sort())
    expect([...firing(false)].sort()).toEqual([...names].sort())
  })
})

const promtool = (...args: string[]) => spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' })
const hasPromtool = promtool('--version').status === 0

test.skipIf(!hasPromtool)('Prometheus accepts the rules, and their tests pass', () => {
  const check = promtool('check', 'rules', 'alerts.yaml')
  expect([check.status, check.stderr]).toEqual([0, ''])
  const tests = promtool('test', 'rules', 'alerts.test.yaml')
  expect([tests.status, tests.stderr]).toEqual([0, ''])
})
