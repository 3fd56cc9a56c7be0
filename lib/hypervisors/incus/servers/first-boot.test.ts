import { expect, it } from 'vitest'
import { toFirstBoot } from './first-boot'

const status = (final: object, over: object = {}) =>
  JSON.stringify({
    v1: {
      datasource: 'DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud-net]',
      init: { errors: [], finished: 3.2, recoverable_errors: {}, start: 2.9 },
      'init-local': { errors: [], finished: 2.5, recoverable_errors: {}, start: 2.25 },
      'modules-config': { errors: [], finished: 4.1, recoverable_errors: {}, start: 4 },
      'modules-final': { errors: [], finished: 9.05, recoverable_errors: {}, start: 4.5, ...final },
      stage: null,
      ...over,
    },
  })

it.each([
  ['before the first stage', '{"v1": {"stage": "init-local"}}'],
  ['half written', status({}).slice(0, 80)],
  ['between two stages', status({ finished: null })],
  ['in the last stage', status({ finished: null }, { stage: 'modules-final' })],
])('runs %s', (_when, text) => {
  expect(toFirstBoot(text)).toEqual({ state: 'running' })
})

it('is done with the time from the first stage to the last', () => {
  expect(toFirstBoot(status({}))).toEqual({ state: 'done', milliseconds: 6_800 })
})

it('is done also where it only warns', () => {
  const recoverable = { WARNING: ['cloud-config failed schema validation!'] }
  expect(toFirstBoot(status({ recoverable_errors: recoverable }))).toMatchObject({ state: 'done' })
})

it.each([
  [
    "('scripts_user', RuntimeError('Runparts: 1 failures (runcmd) in 1 attempted commands'))",
    'scripts_user',
    'Runparts: 1 failures (runcmd) in 1 attempted commands',
  ],
  [
    "('scripts-user', RuntimeError('Runparts: 1 failures (part-001) in 1 attempted commands',))",
    'scripts-user',
    'Runparts: 1 failures (part-001) in 1 attempted commands',
  ],
  [
    `('package_update_upgrade_install', ProcessExecutionError("Unexpected error while running command.\\nCommand: ['apt-get', 'update']"))`,
    'package_update_upgrade_install',
    'Unexpected error while running command.',
  ],
  ['no datasource found', null, 'no datasource found'],
  ['\n', null, '\n'],
])('fails with the module and the first line of its error: %j', (error, module, text) => {
  expect(toFirstBoot(status({ errors: [error, 'another'] }))).toEqual({
    state: 'failed',
    milliseconds: 6_800,
    module,
    error: text,
  })
})

it.each([
  ['a time that no column holds', status({ finished: 1e9 }), { state: 'done', milliseconds: 0 }],
  ['infinite times', status({ finished: 1e308 }), { state: 'done', milliseconds: 0 }],
  [
    'a stage for each second of days',
    status({}, Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`s${at}`, { start: 5 }]))),
    { state: 'done', milliseconds: 6_800 },
  ],
  [
    'an error made to take hours',
    status({ errors: [`('a', ${')'.repeat(1_000_000)}x`] }),
    { state: 'failed', module: 'a' },
  ],
  [
    'an endless module',
    status({ errors: [`('${'a'.repeat(1_500)}', RuntimeError('x'))`] }),
    { state: 'failed', module: 'a'.repeat(100), error: 'x' },
  ],
])('a guest that writes %s harms nothing', (_what, text, expected) => {
  expect(toFirstBoot(text)).toMatchObject(expected)
})
