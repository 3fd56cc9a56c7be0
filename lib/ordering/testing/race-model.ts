/**
 * An independent model of the sequential results of decisions about one held order. Two concurrent decisions
 * must end as one of the possible sequences of their steps.
 */
export type Reason = 'quote' | 'over_purchase_order' | 'approval' | 'operator' | 'obstacle'
export type Approver = 'A' | 'B' | 'delegate'

export type Decision =
  | { kind: 'approve' | 'refuse' | 'sign'; by: Approver }
  | { kind: 'withdraw' | 'expire' | 'replace' | 'amend' | 'retry' }
  | { kind: 'moderate'; decision: 'accepted' | 'refused' }

export type Situation = { reasons: readonly Reason[]; approvalsNeeded: number }

type End = 'accepted' | 'refused' | 'withdrawn' | 'expired'
type State = {
  reasons: Reason[]
  approvalsNeeded: number
  /** The approvers who have decided, or in whose place a delegate has. */
  deciders: Approver[]
  voices: ('A' | 'B')[]
  end: End | null
  caseOutcome: 'open' | 'accepted' | 'refused' | 'closed'
  spentCodes: Approver[]
  isAmended: boolean
  hasSuccessor: boolean
}

type Step = (state: State) => string

const voiceOf = (by: Approver) => (by === 'delegate' ? 'A' : by)

function finish(state: State, end: End): void {
  state.end = end
  state.reasons = []
  if (state.caseOutcome === 'open') state.caseOutcome = 'closed'
}

function clearReason(state: State, reason: Reason | null): void {
  const isApproved = state.voices.length >= state.approvalsNeeded
  state.reasons = state.reasons.filter((each) => each !== reason && !(each === 'approval' && isApproved))
  if (state.reasons.length === 0) finish(state, 'accepted')
}

const decide =
  (by: Approver, isRefusal: boolean): Step =>
  (state) => {
    if (state.end) return 'conflict'
    // A delegate has no right left once the approver's vote is used.
    if (by === 'delegate' && state.voices.includes('A')) return 'forbidden'
    const isObstructed = state.reasons.includes('obstacle')
    const isDecidable =
      state.reasons.includes('approval') || (isRefusal && (state.reasons.includes('quote') || isObstructed))
    if (!isDecidable) return 'state_forbids'
    if (state.deciders.includes(by) || state.voices.includes(voiceOf(by))) return 'already_exists'
    state.deciders.push(by)
    state.voices.push(voiceOf(by))
    if (isRefusal) finish(state, 'refused')
    else clearReason(state, null)
    return 'ok'
  }

function stepsOf(decision: Decision): Step[] {
  switch (decision.kind) {
    case 'approve':
      return [decide(decision.by, false)]
    case 'refuse':
      return [decide(decision.by, true)]
    case 'sign':
      return [
        // The code is spent before the quote is checked.
        (state) => {
          if (state.spentCodes.includes(decision.by)) return 'invalid_code'
          state.spentCodes.push(decision.by)
          return 'ok'
        },
        (state) => {
          if (!state.reasons.includes('quote') || state.reasons.includes('operator')) return 'state_forbids'
          if (decision.by === 'delegate' && state.voices.includes('A')) return 'forbidden'
          const voice = voiceOf(decision.by)
          if (!state.deciders.includes(decision.by) && !state.voices.includes(voice)) {
            state.deciders.push(decision.by)
            state.voices.push(voice)
          }
          clearReason(state, 'quote')
          return 'ok'
        },
      ]
    case 'withdraw':
      return [
        (state) => {
          if (state.end) return 'conflict'
          finish(state, 'withdrawn')
          return 'ok'
        },
      ]
    case 'expire':
      return [
        (state) => {
          if (!state.end) finish(state, 'expired')
          return 'ok'
        },
      ]
    case 'replace':
      return [
        (state) => {
          if (!state.reasons.includes('quote')) return 'state_forbids'
          finish(state, 'withdrawn')
          state.hasSuccessor = true
          return 'ok'
        },
      ]
    case 'amend':
      return [
        (state) => {
          if (state.isAmended) return 'invalid_input'
          state.isAmended = true
          if (state.reasons.includes('over_purchase_order')) clearReason(state, 'over_purchase_order')
          return 'ok'
        },
      ]
    case 'retry':
      return [
        // The worker retries a stopped order; the obstacle is gone.
        (state) => {
          if (state.reasons.includes('obstacle')) clearReason(state, 'obstacle')
          return 'ok'
        },
      ]
    case 'moderate':
      return [
        (state) => {
          if (state.caseOutcome !== 'open') return 'conflict'
          state.caseOutcome = decision.decision
          return 'ok'
        },
        // The worker carries out the moderator's decision, unless the order ended meanwhile.
        (state) => {
          if (!state.reasons.includes('operator')) return 'ok'
          if (decision.decision === 'refused') finish(state, 'refused')
          else clearReason(state, 'operator')
          return 'ok'
        },
      ]
  }
}

type Thread = { steps: Step[]; result: string }

function* sequences(
  state: State,
  threads: readonly Thread[],
): Generator<{ state: State; results: string[] }> {
  if (threads.every(({ steps }) => steps.length === 0)) {
    yield { state, results: threads.map(({ result }) => result) }
    return
  }
  for (const [index, { steps }] of threads.entries()) {
    const [step, ...rest] = steps
    if (!step) continue
    const next = structuredClone(state)
    const result = step(next)
    const after = { steps: result === 'ok' ? rest : [], result }
    yield* sequences(
      next,
      threads.map((thread, at) => (at === index ? after : thread)),
    )
  }
}

/** The result of a round: each decision's answer, the order, and the numbers of servers and held orders. */
export type RoundEnd = {
  results: string[]
  order: string
  reasons: string
  servers: number
  successors: number
}

/** All ends that some sequence of these decisions leads to. */
export function legalEnds(situation: Situation, decisions: readonly Decision[]): RoundEnd[] {
  const start: State = {
    reasons: [...situation.reasons],
    approvalsNeeded: situation.approvalsNeeded,
    deciders: [],
    voices: [],
    end: null,
    caseOutcome: situation.reasons.includes('operator') ? 'open' : 'closed',
    spentCodes: [],
    isAmended: false,
    hasSuccessor: false,
  }
  const threads = decisions.map((decision) => ({ steps: stepsOf(decision), result: 'ok' }))
  return [...sequences(start, threads)].map(({ state, results }) => ({
    results,
    order: state.end ?? 'held',
    reasons: state.reasons.toSorted().join(' '),
    servers: state.end === 'accepted' ? 1 : 0,
    successors: state.hasSuccessor ? 1 : 0,
  }))
}

const approvers: readonly Decision[] = [
  { kind: 'approve', by: 'A' },
  { kind: 'approve', by: 'B' },
  { kind: 'approve', by: 'delegate' },
  { kind: 'refuse', by: 'B' },
]
const signers: readonly Decision[] = [
  { kind: 'sign', by: 'A' },
  { kind: 'sign', by: 'delegate' },
  { kind: 'refuse', by: 'B' },
  { kind: 'replace' },
]
const moderators: readonly Decision[] = [
  { kind: 'moderate', decision: 'accepted' },
  { kind: 'moderate', decision: 'refused' },
]
const always: readonly Decision[] = [{ kind: 'withdraw' }, { kind: 'expire' }]

const withApproval = { approvalsNeeded: 1 }
const withoutApproval = { approvalsNeeded: 0 }

/** Each situation with the decisions that people, time and workers can make in it. */
export const situations: readonly (Situation & { decisions: readonly Decision[] })[] = [
  { reasons: ['approval'], ...withApproval, decisions: [...approvers, ...always] },
  { reasons: ['approval'], approvalsNeeded: 2, decisions: [...approvers, ...always] },
  { reasons: ['operator'], ...withoutApproval, decisions: [...moderators, ...always] },
  {
    reasons: ['approval', 'operator'],
    ...withApproval,
    decisions: [...moderators, ...approvers, ...always],
  },
  { reasons: ['quote'], ...withoutApproval, decisions: [...signers, ...always] },
  {
    reasons: ['quote', 'approval'],
    approvalsNeeded: 2,
    decisions: [...signers, { kind: 'approve', by: 'A' }, { kind: 'approve', by: 'B' }, ...always],
  },
  {
    reasons: ['quote', 'operator'],
    ...withoutApproval,
    decisions: [...moderators, { kind: 'refuse', by: 'B' }, { kind: 'replace' }, ...always],
  },
  { reasons: ['over_purchase_order'], ...withoutApproval, decisions: [{ kind: 'amend' }, ...always] },
  {
    reasons: ['over_purchase_order', 'approval'],
    ...withApproval,
    decisions: [{ kind: 'amend' }, ...approvers, ...always],
  },
  {
    reasons: ['obstacle'],
    ...withApproval,
    decisions: [{ kind: 'retry' }, { kind: 'approve', by: 'A' }, { kind: 'refuse', by: 'B' }, ...always],
  },
]

export const nameOf = (decision: Decision): string =>
  'by' in decision
    ? `${decision.kind} (${decision.by})`
    : 'decision' in decision
      ? `moderator ${decision.decision}`
      : decision.kind

export type Race = { situation: Situation; decisions: readonly [Decision, Decision] }

/**
 * Every pair of decisions that can meet, including a decision and itself, with the situations in which they
 * can.
 */
export function racesByPair(): Map<string, Race[]> {
  const races = new Map<string, Race[]>()
  for (const { decisions, ...situation } of situations) {
    for (const [index, first] of decisions.entries()) {
      for (const second of decisions.slice(index)) {
        const pair = [nameOf(first), nameOf(second)].toSorted().join(' × ')
        races.set(pair, [...(races.get(pair) ?? []), { situation, decisions: [first, second] }])
      }
    }
  }
  return races
}
