import { expect, test } from 'vitest'
import { readAtMost } from './upload'

/** Counts the pieces read. */
function pieces(...lengths: number[]) {
  const asked = { count: 0 }
  async function* give() {
    for (const length of lengths) {
      asked.count += 1
      yield new Uint8Array(length).fill(asked.count)
    }
  }
  return { asked, content: give() }
}

test.each([
  [[], []],
  [
    [2, 1],
    [1, 1, 2],
  ],
  [
    [0, 4],
    [2, 2, 2, 2],
  ],
])('pieces of %o are read completely', async (lengths, expected) => {
  expect([...((await readAtMost(pieces(...lengths).content, 4)) ?? [])]).toEqual(expected)
})

test('a body that is one byte too long is not read to its end', async () => {
  const { asked, content } = pieces(4, 1, 1_000)
  expect(await readAtMost(content, 4)).toBeNull()
  expect(asked.count).toBe(2)
})
