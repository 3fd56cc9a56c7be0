import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type EmptyDatabase, makeEmptyDatabase } from '../testing/empty-database'
import { makeReleaseFolder, type ReleaseFolder } from '../testing/release-folder'
import { applyMigrations } from './apply-migrations'
import type { Release } from './history'

let database: EmptyDatabase
let folder: ReleaseFolder
beforeEach(async () => {
  folder = makeReleaseFolder()
  database = await makeEmptyDatabase(inject('adminUrl'))
})
afterEach(async () => {
  await database.drop()
  folder.remove()
})

const apply = (release: Release) =>
  applyMigrations(database.connect('migrator'), database.connect('observer'), release)
const query = (text: string) => database.connect('reader').unsafe(text)
const functions = async () => {
  const rows = await query(
    `select p.oid::regprocedure::text as signature from pg_proc p where pronamespace = 'app'::regnamespace order by 1`,
  )
  return rows.map(({ signature }) => signature)
}

const migrations = {
  '0001_create': `create table orders (number int);
    create trigger orders_kept before delete on orders for each row execute function app.keep_order();
    alter table orders enable row level security;
    create policy orders_read on orders using (app.is_visible(number));`,
}
const keep = `create or replace function app.keep_order() returns trigger language plpgsql as $$
begin raise exception 'an order stays'; end $$;`
const isVisible = `create or replace function app.is_visible(p_number int) returns boolean language sql stable as
$$ select p_number > 0 or exists (select from orders where number = p_number) $$;`
const firstOrders = `create or replace function app.first_orders() returns setof orders language sql stable as
$$ select * from orders limit 1 $$;`
const count = (type: string, result = 'bigint') =>
  `create or replace function app.count_orders(p_from ${type}) returns ${result} language sql stable as
$$ select count(*)::${result} from orders where number >= p_from::int $$;`
const initial = {
  'orders/keep_order': keep,
  is_visible: isVisible,
  first_orders: firstOrders,
  count_orders: count('int'),
}

test('new functions can be named by triggers and policies of the migrations, and may read their tables', async () => {
  await apply(folder.write({ migrations, functions: initial }))
  expect(await functions()).toEqual([
    'app.count_orders(integer)',
    'app.first_orders()',
    'app.is_visible(integer)',
    'app.keep_order()',
  ])
  await query('insert into orders values (7)')
  expect(await query('select * from app.first_orders()')).toEqual([{ number: 7 }])
  await expect(query('delete from orders')).rejects.toThrow('an order stays')
})

test('a changed function is replaced, and the others are left unchanged', async () => {
  await apply(folder.write({ migrations, functions: initial }))
  const rows = () =>
    query(`select proname, xmin from pg_proc where pronamespace = 'app'::regnamespace order by 1`)
  const before = await rows()
  await apply(folder.write({ migrations, functions: initial }))
  expect(await rows()).toEqual(before)

  const changed = keep.replace('an order stays', 'orders stay')
  const moved = {
    keep_order: changed,
    is_visible: isVisible,
    first_orders: firstOrders,
    count_orders: count('int'),
  }
  await apply(folder.write({ migrations, functions: moved }))
  expect((await rows()).slice(0, 3)).toEqual(before.slice(0, 3))
  await query('insert into orders values (7)')
  await expect(query('delete from orders')).rejects.toThrow('orders stay')
})

test.each([
  ['another parameter', count('text'), 'app.count_orders(text)'],
  ['another result', count('int', 'numeric'), 'app.count_orders(integer)'],
  ['another name of a parameter', count('int').replaceAll('p_from', 'p_since'), 'app.count_orders(integer)'],
])('a function with %s replaces the former one', async (_, text, signature) => {
  await apply(folder.write({ migrations, functions: initial }))
  await apply(folder.write({ migrations, functions: { ...initial, count_orders: text } }))
  expect((await functions()).filter((each) => each.includes('count_orders'))).toEqual([signature])
})

test('a function without a file is dropped, unless a policy still needs it: then nothing changes', async () => {
  await apply(folder.write({ migrations, functions: initial }))
  const { is_visible: _, ...others } = initial
  await expect(apply(folder.write({ migrations, functions: others }))).rejects.toThrow(
    /^The function app\.is_visible\(integer\) has to be dropped, since db\/functions no longer has it in this form, but policy orders_read on table orders depends on .*\.$/,
  )
  expect(await functions()).toHaveLength(4)
  const drop = { '0002_open': 'drop policy orders_read on orders;' }
  await apply(folder.write({ migrations: { ...migrations, ...drop }, functions: others }))
  expect(await functions()).toEqual(['app.count_orders(integer)', 'app.first_orders()', 'app.keep_order()'])
})

test('a function has the grants of its file: a grant removed from the file is revoked', async () => {
  const revoke = 'revoke execute on function app.count_orders(int) from public;'
  const grant = (...roles: string[]) =>
    `${count('int')}\n${revoke}\ngrant execute on function app.count_orders(int) to ${roles.join(', ')};`
  const who = async () => {
    const rows = await query(
      `select rolname from pg_roles where has_function_privilege(rolname, 'app.count_orders(int)', 'execute') and rolname in ('andromede_portal', 'andromede_worker') order by 1`,
    )
    return rows.map(({ rolname }) => rolname)
  }
  await apply(
    folder.write({
      migrations,
      functions: { ...initial, count_orders: grant('andromede_portal', 'andromede_worker') },
    }),
  )
  expect(await who()).toEqual(['andromede_portal', 'andromede_worker'])
  await apply(
    folder.write({ migrations, functions: { ...initial, count_orders: grant('andromede_worker') } }),
  )
  expect(await who()).toEqual(['andromede_worker'])
  await apply(
    folder.write({ migrations, functions: { ...initial, count_orders: `${count('int')}\n${revoke}` } }),
  )
  expect(await who()).toEqual([])
  await apply(folder.write({ migrations, functions: initial }))
  expect(await who()).toEqual(['andromede_portal', 'andromede_worker'])
})

test('a body that does not fit the tables is rejected with the name of its file, and no function changes', async () => {
  await apply(folder.write({ migrations, functions: initial }))
  const broken = count('int').replace('number >=', 'amount >=')
  const changed = keep.replace('an order stays', 'orders stay')
  await expect(
    apply(
      folder.write({
        migrations,
        functions: { ...initial, 'orders/keep_order': changed, count_orders: broken },
      }),
    ),
  ).rejects.toThrow('db/functions/count_orders.sql: column "amount" does not exist')
  await query('insert into orders values (7)')
  await expect(query('delete from orders')).rejects.toThrow('an order stays')
})

test('an older version refuses the database instead of restoring its functions', async () => {
  const release = folder.write({ migrations, functions: initial })
  await apply({ ...release, version: '0.10.0' })
  await apply({ ...release, version: '0.9.0' })
  const changed = folder.write({ migrations, functions: { ...initial, count_orders: count('text') } })
  await expect(apply({ ...changed, version: '0.9.0' })).rejects.toThrow(
    'version 0.10.0 has applied its function count_orders, and this is 0.9.0',
  )
  expect(await functions()).toContain('app.count_orders(integer)')
  await apply({ ...changed, version: '0.10.1' })
  expect(await functions()).toContain('app.count_orders(text)')
})
