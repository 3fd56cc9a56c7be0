import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { projects } from '~/db/schema/identity/identity'
import { newId } from '~/lib/kernel/ids'
import { hasId } from './has-id'

const queryOf = (text: string) => new PgDialect().sqlToQuery(hasId(projects.id, 'project', text))

test('an id is compared with the column', () => {
  const id = newId('project')
  expect(queryOf(id)).toMatchObject({ sql: '"projects"."id" = $1', params: [id] })
})

test.each(['', 'x', newId('order'), `${newId('project')}x`])(
  '%j, no id of a project, has no rows',
  (text) => {
    expect(queryOf(text)).toMatchObject({ sql: 'false', params: [] })
  },
)
