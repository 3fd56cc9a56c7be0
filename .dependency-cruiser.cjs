// The import rules of docs/architecture.md in testable form. `bin/check-imports.mjs` runs them.

/** The domains of lib/, low to high: each may import those above it in this list. */
const domains = [
  'kernel',
  'routes',
  'jobs',
  'mail',
  'audit',
  'documents',
  'recovery',
  'readiness',
  'identity',
  'idempotency',
  'live',
  'events',
  'moderation',
  'catalogue',
  'datacentre',
  'webhooks',
  'placement',
  'usage',
  'budgets',
  'billing',
  'support',
  'qualifications',
  'sla',
  'hypervisors',
  'sagas',
  'platform',
  'names',
  'resources',
  'relocation',
  'incidents',
  'ordering',
  'customers',
  'inbox',
  'search',
  'restoration',
  'console',
  'api',
  'seed',
  'worker',
]
const known = domains.join('|')
const transport = '(next|next-auth|next-intl|react|react-dom|server-only)'
const browserSafe = 'schema|client'
/** Everything in lib/ except the kernel, the routes and each domain's browser-safe modules. */
const serverOfDomain = `^lib/(?!(kernel|routes)/)[^/]+/(?!(${browserSafe})\\.ts$)`
/** Each domain keeps its SQL in its `queries` folders; `db/` has the schema and shared code. */
const queries = '^lib/.+/queries/'
const testing = ['\\.test\\.tsx?$', '^e2e/', '(^|/)testing/']

const upward = domains.slice(0, -1).map((domain, index) => ({
  name: 'domain-order',
  severity: 'error',
  comment: 'a lower domain has a higher one act by enqueueing a job',
  from: { path: `^lib/${domain}/`, pathNot: testing },
  to: { path: `^lib/(${domains.slice(index + 1).join('|')})/` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'known-domains',
      severity: 'error',
      comment: 'a new domain gets its place in the order above',
      from: {},
      to: { path: '^lib/[^/]+/', pathNot: `^lib/(${known})/` },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'components-are-blind',
      severity: 'error',
      comment: 'data and actions arrive as props',
      from: { path: '^components/', pathNot: testing },
      to: { path: ['^(app|db|bin)/', serverOfDomain] },
    },
    {
      name: 'command-line-is-alone',
      severity: 'error',
      comment: 'it runs on machines of customers, and knows the product through the API',
      from: { path: '^cli/', pathNot: testing },
      to: { path: '^(app|components|db|lib|bin|i18n)/' },
    },
    {
      name: 'client-pieces-are-blind',
      severity: 'error',
      comment: 'page.tsx, actions.ts, route.ts and _server/ call use cases, and pass data down',
      from: { path: ['^app/_client/', '^app/.*/_components/'], pathNot: testing },
      to: { path: ['^db/', serverOfDomain] },
    },
    {
      name: 'app-calls-lib',
      severity: 'error',
      comment: 'pages, actions and routes never touch SQL; the glue in _server may open the database',
      from: { path: '^app/(?!_server/)', pathNot: testing },
      to: { path: '^db/' },
    },
    {
      name: 'glue-writes-no-sql',
      severity: 'error',
      from: { path: '^app/_server/', pathNot: testing },
      to: { path: '^db/(?!client\\.ts$)' },
    },
    {
      name: 'front-door-from-app',
      severity: 'error',
      from: { path: '^(app|e2e)/', pathNot: testing },
      to: { path: `^lib/(?!(kernel|routes)/)[^/]+/(?!(index|${browserSafe})\\.ts$)` },
    },
    {
      name: 'front-door-between-domains',
      severity: 'error',
      from: { path: '^lib/([^/]+)/', pathNot: testing },
      to: {
        path: '^lib/(?!kernel/)[^/]+/',
        pathNot: [
          '^lib/$1/',
          `^lib/[^/]+/(index|rows|${browserSafe})\\.ts$`,
          '^lib/(hypervisors|names|sagas|resources)/runtime\\.ts$',
        ],
      },
    },
    {
      name: 'lib-has-no-transport',
      severity: 'error',
      comment: 'the worker runs lib/ too, outside Next and React',
      from: { path: '^(lib|db)/' },
      to: {
        path: ['^(app|components|bin)/', '^i18n/request', `^${transport}(/|$)`, `node_modules/${transport}/`],
      },
    },
    {
      name: 'kernel-is-the-floor',
      severity: 'error',
      from: { path: '^lib/kernel/' },
      to: { path: '^(app|components|db|bin|i18n)/' },
    },
    {
      name: 'db-sees-kernel-only',
      severity: 'error',
      from: { path: '^db/', pathNot: testing },
      to: { path: ['^(app|components)/', '^lib/(?!kernel/)'] },
    },
    {
      name: 'queries-hold-sql-alone',
      severity: 'error',
      comment:
        'queries decide nothing: they see the database, the kernel, other queries of their domain and the rows of lower ones',
      from: { path: queries, pathNot: testing },
      to: { path: '^(lib|app|components|bin)/', pathNot: ['^lib/kernel/', '^lib/[^/]+/rows\\.ts$', queries] },
    },
    {
      name: 'own-queries-only',
      severity: 'error',
      comment: 'other domains read and change rows through rows.ts; the sites call use cases',
      from: { pathNot: ['^lib/', ...testing] },
      to: { path: [queries, '^lib/[^/]+/rows\\.ts$'] },
    },
    {
      name: 'own-queries-only',
      severity: 'error',
      comment: 'what the sites import carries no query',
      from: { path: `^lib/[^/]+/(index|${browserSafe})\\.ts$` },
      to: { path: queries },
    },
    {
      name: 'worker-is-the-top',
      severity: 'error',
      from: { pathNot: ['^lib/worker/', '^bin/', ...testing] },
      to: { path: '^lib/worker/' },
    },
    {
      name: 'gateway-is-a-process',
      severity: 'error',
      comment: 'what the sites import of the consoles reaches no hypervisor',
      from: { pathNot: ['^lib/console/gateway/', '^bin/', ...testing] },
      to: { path: '^lib/console/gateway/' },
    },
    {
      name: 'drivers-are-private',
      severity: 'error',
      from: { pathNot: ['^lib/hypervisors/', ...testing] },
      to: { path: '^lib/hypervisors/(incus|simulator)/' },
    },
    {
      name: 'runtime-is-the-worker-s',
      severity: 'error',
      comment: 'the sites import no driver; the seed fills a simulated datacenter, the gateway opens shells',
      from: {
        pathNot: [
          '^lib/(hypervisors|names|sagas|resources|worker|seed|console/gateway)/',
          '^bin/',
          ...testing,
        ],
      },
      to: { path: '^lib/(hypervisors|names|sagas|resources)/runtime\\.ts$' },
    },
    {
      name: 'no-tests-in-production',
      severity: 'error',
      from: { pathNot: [...testing, '^(vitest|playwright)\\.config\\.ts$', '^bench/'] },
      to: { path: testing },
    },
    {
      name: 'one-sql-package',
      severity: 'error',
      comment: 'SQL is in db/ and in queries/; the commands connect before the application starts',
      from: { pathNot: ['^db/', queries, '^bin/', '^bench/', ...testing] },
      to: { path: 'node_modules/(postgres|drizzle-orm|pg)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
  },
}
