import { describe, expect, it } from 'vitest'
import type { SagaState, StepState } from '~/db/schema/provisioning'
import { canBeUndone, type NextAction, nextAction } from './next-action'

const cases: [SagaState, StepState[], NextAction][] = [
  ['running', ['pending', 'pending'], { act: 'run', position: 0 }],
  ['running', ['done', 'running'], { act: 'run', position: 1 }],
  ['running', ['done', 'failed'], { act: 'run', position: 1 }],
  ['running', ['done', 'done'], { act: 'rest' }],
  ['undoing', ['done', 'failed', 'pending'], { act: 'undo', position: 1 }],
  ['undoing', ['done', 'undone', 'pending'], { act: 'undo', position: 0 }],
  ['undoing', ['undoing', 'undone'], { act: 'undo', position: 0 }],
  ['undoing', ['undo_failed', 'undone'], { act: 'undo', position: 0 }],
  ['undoing', ['undone', 'undone', 'pending'], { act: 'close_undone' }],
  ['undoing', ['pending', 'pending'], { act: 'close_undone' }],
  ['parked', ['failed'], { act: 'rest' }],
  ['succeeded', ['done'], { act: 'rest' }],
  ['undone', ['undone'], { act: 'rest' }],
]

describe('nextAction', () => {
  it.each(cases)('%s with steps %j', (state, states, expected) => {
    expect(
      nextAction(
        state,
        states.map((each, position) => ({ position, state: each })),
      ),
    ).toEqual(expected)
  })
})

describe('canBeUndone', () => {
  it('is false once a step that only goes forward has begun', () => {
    expect(canBeUndone([{ state: 'running', isForwardOnly: true }])).toBe(false)
    expect(
      canBeUndone([
        { state: 'done', isForwardOnly: false },
        { state: 'pending', isForwardOnly: true },
      ]),
    ).toBe(true)
  })
})
