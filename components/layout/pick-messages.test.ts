import { expect, test } from 'vitest'
import { pickMessages } from './pick-messages'

const messages = {
  compute: { connect: { title: 'a' }, firstBoot: { title: 'b' }, list: 'c' },
  orders: { title: 'd' },
}

test('a whole namespace, one part, and two parts of one namespace are picked', () => {
  expect(pickMessages(messages, ['orders', 'compute.connect'])).toEqual({
    orders: messages.orders,
    compute: { connect: { title: 'a' } },
  })
  expect(pickMessages(messages, ['compute.connect', 'compute.firstBoot'])).toEqual({
    compute: { connect: { title: 'a' }, firstBoot: { title: 'b' } },
  })
})

test('the errors of every page have the codes, and only the reasons that arise in a browser', () => {
  const errors = { conflict: 'a', reason: { wait: 'b', is_running: 'c' } }
  expect(pickMessages({ errors }, ['errors.codes'])).toEqual({
    errors: { conflict: 'a', reason: { wait: 'b' } },
  })
})
