import type { Reading } from '../availability/transitions'
import type { SubjectReading } from '../measuring/plan-round'

export const startedAt = Date.parse('2026-11-24T00:00:00Z')
export const scriptedSubjects = Array.from({ length: 20 }, (_, index) => `ins_scripted_${index}`)

/** The deterministic answer of a subject at an instant. Pure. */
export function answerAt(index: number, at: number): Reading {
  const step = (at - startedAt) / 10_000
  const drawn = (step * 2_654_435_761 + index * 40_503) % 97
  if (drawn < 4) return 'down'
  return drawn === 5 ? 'unknown' : 'up'
}

export const answersAt = (at: number): SubjectReading[] =>
  scriptedSubjects.map((subjectId, index) => ({
    subjectId,
    kind: 'instance',
    organisationId: null,
    reading: answerAt(index, at),
  }))
