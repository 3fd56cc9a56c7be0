import { expect, test } from 'vitest'
import { openApiDocument } from '~/lib/api/document/openapi'
import { operations } from '~/lib/api/operations'
import { commonFlags } from './arguments'
import { type CommandDocument, commandTable } from './command-table'

const commands = commandTable(openApiDocument(operations) as unknown as CommandDocument)

test('the commands that are kept are those of the document', async () => {
  // `vitest -u` writes them anew.
  await expect(`${JSON.stringify(commands, null, 1)}\n`).toMatchFileSnapshot('commands.json')
})

test('every operation has one command of its own', () => {
  expect(commands).toHaveLength(operations.length)
  const names = commands.map(({ noun, verb }) => `${noun} ${verb}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('no flag is given twice, nor hides one of every command', () => {
  for (const { operationId, query, body } of commands) {
    const flags = [...query, ...body].map(({ name }) => name)
    expect(new Set(flags).size, operationId).toBe(flags.length)
    expect(
      flags.filter((name) => name in commonFlags),
      operationId,
    ).toEqual([])
  }
})

test('what has a name can be named instead of given by id', () => {
  const disconnect = commands.find(({ operationId }) => operationId === 'disconnectFromNetwork')
  const get = commands.find(({ noun, verb }) => noun === 'server' && verb === 'get')
  expect(get?.places).toEqual([
    { field: 'instanceId', label: 'SERVER', names: { path: '/v1/instances', field: 'name' } },
  ])
  expect(disconnect?.places.map(({ label, names }) => [label, names?.path])).toEqual([
    ['SERVER', '/v1/instances'],
    ['NETWORK', '/v1/networks'],
  ])
})
